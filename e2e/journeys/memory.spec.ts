import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { expect, press, test } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { watchMemory, type WorkerMemory } from '../support/worker-memory.ts'

const runs = 5
const MB = 1024 * 1024
const mostMB = 15

test('run after run in one page leaves the worker as large as it was', { tag: '@no-gpu' }, async ({ page }) => {
  const memory = await watchMemory(page)
  const changes = { epochs: 1, negatives: 1, batchSize: 8192, layers: '32-16' }
  const choices = { ncf: { preset: 'tuned', changes, step: 'last' } } as const
  await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'ncf', choices }, [{ item: 3, rating: 5 }]))
  const again = async () => {
    await press(page, 'New seed')
    await settled(page)
  }
  // The run before stays beside the one that is looked at.
  await again()
  const first = await memory()
  for (let run = 1; run <= runs; run++) await again()
  const last = await memory()
  const grown = (whole(last) - whole(first)) / MB
  console.log(
    `ncf: the worker holds ${inMB(first)} after two runs, ${inMB(last)} after ${runs} more: ${grown.toFixed(1)} MB more`,
  )
  expect(first.wasm, 'it computes in WebAssembly').toBeGreaterThan(0)
  expect(grown).toBeLessThan(mostMB)
})

const whole = ({ heap, arrays, wasm }: WorkerMemory) => heap + arrays + wasm
const inMB = (memory: WorkerMemory) => {
  const { heap, arrays, wasm } = memory
  const parts = [heap, arrays, wasm].map((bytes) => (bytes / MB).toFixed(1))
  return `${(whole(memory) / MB).toFixed(1)} MB (heap, arrays, wasm: ${parts.join(', ')})`
}
