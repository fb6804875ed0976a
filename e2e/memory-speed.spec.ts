import { firstExperiment } from '../src/state/experiment.ts'
import { linkOf } from '../src/state/link.ts'
import { measureAtTheEnd } from './measure-at-the-end.ts'
import { expect, press, test } from './on-the-page.ts'
import { open, settled } from './open.ts'
import { watchMemory, type WorkerMemory } from './worker-memory.ts'

const runs = 20
const MB = 1024 * 1024
const mostMB = 50

test('twenty runs in one page leave the worker as large as it was', async ({ page }) => {
  test.setTimeout(600_000)
  await measureAtTheEnd(page)
  const memory = await watchMemory(page)
  const changes = { epochs: 1, negatives: 1, batchSize: 4096 }
  const choices = { ncf: { preset: 'tuned', changes, step: 'last' } } as const
  await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'ncf', choices }, [{ item: 3, rating: 5 }]))
  const first = await memory()
  for (let run = 1; run <= runs; run++) {
    await press(page, 'New seed')
    await settled(page)
  }
  const last = await memory()
  const grown = (whole(last) - whole(first)) / MB
  console.log(
    `ncf: the worker holds ${inMB(first)} after one run, ${inMB(last)} after ${runs} more: ${grown.toFixed(1)} MB more`,
  )
  expect(grown).toBeLessThan(mostMB)
})

const whole = ({ heap, arrays, wasm }: WorkerMemory) => heap + arrays + wasm
const inMB = (memory: WorkerMemory) => {
  const { heap, arrays, wasm } = memory
  const parts = [heap, arrays, wasm].map((bytes) => (bytes / MB).toFixed(1))
  return `${(whole(memory) / MB).toFixed(1)} MB (heap, arrays, wasm: ${parts.join(', ')})`
}
