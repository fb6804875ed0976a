import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SearchQuality } from '../workers/algorithms/ann-api.ts'
import { expect, test } from './on-the-page.ts'
import { open } from './open.ts'

/** The built app's own worker of indexes, asked as the engine asks it (comlink's messages). */
const workerFile = () => {
  const assets = join(process.env.DIST ?? 'dist', 'assets')
  return `assets/${readdirSync(assets).find((name) => /^ann\.worker.*\.js$/.test(name))!}`
}

interface Asked {
  readonly kind: 'clustered' | 'isotropic'
  readonly efs: readonly number[]
}

interface Measured extends SearchQuality {
  readonly seconds: number
  /** how often the building said how far it is, and the last of it */
  readonly told: readonly number[]
  /** searches before it was saved, and after it was loaded */
  readonly same: boolean
}

/** 20,000 unit vectors of 64 numbers: in 100 clusters round unit-normal centres with deviation 0.5, or in all directions. */
function measure(page: Page, asked: Asked): Promise<Measured> {
  return page.evaluate(
    async ({ kind, efs, file }) => {
      const [count, queries, width, clusters] = [20_000, 200, 64, 100]
      let state = 42
      const uniform = () => {
        state = (state + 0x6d2b79f5) | 0
        let t = Math.imul(state ^ (state >>> 15), 1 | state)
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
      }
      const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
      const centres = Float64Array.from({ length: clusters * width }, normal)
      const all = new Float32Array((count + queries) * width)
      for (let row = 0; row < all.length; row += width) {
        const centre = Math.floor(uniform() * clusters) * width
        let square = 0
        for (let d = 0; d < width; d++) {
          all[row + d] = kind === 'clustered' ? centres[centre + d]! + 0.5 * normal() : normal()
          square += all[row + d]! ** 2
        }
        for (let d = 0; d < width; d++) all[row + d]! /= Math.sqrt(square)
      }
      const worker = new Worker(file, { type: 'module' })
      const ask = <T>(method: string, ...values: unknown[]) =>
        new Promise<T>((resolve, reject) => {
          const id = crypto.randomUUID()
          worker.addEventListener('message', ({ data }: MessageEvent<{ id: string; type: string; value: unknown }>) => {
            if (data.id !== id) return
            if (data.type === 'RAW') resolve(data.value as T)
            else reject(new Error(JSON.stringify(data.value)))
          })
          const ports = values.filter((value) => value instanceof MessagePort)
          const argumentList = values.map((value) =>
            value instanceof MessagePort ? { type: 'HANDLER', name: 'proxy', value } : { type: 'RAW', value },
          )
          worker.postMessage({ id, type: 'APPLY', path: [method], argumentList }, ports)
        })
      const told: number[] = []
      const progress = new MessageChannel()
      progress.port1.onmessage = ({ data }: MessageEvent<{ argumentList?: readonly { value: number }[] }>) => {
        if (data.argumentList) told.push(data.argumentList[0]!.value)
      }
      const options = { space: 'cosine', width, m: 16, efConstruction: 200, seed: 42 }
      const vectors = { ids: Uint32Array.from({ length: count }, (_, id) => id), values: all.slice(0, count * width) }
      const asked = all.slice(count * width)
      const started = performance.now()
      await ask('build', 'speed', vectors, options, progress.port2)
      const seconds = (performance.now() - started) / 1000
      const quality = await ask<SearchQuality>('measure', 'speed', asked, 10, efs)
      const before = await ask('search', 'speed', 'hnsw', asked, 10, { ef: 50 })
      await ask('save', 'speed')
      await ask('end', 'speed')
      const loaded = await ask<boolean>('load', 'speed', vectors, options)
      const after = await ask('search', 'speed', 'hnsw', asked, 10, { ef: 50 })
      worker.terminate()
      return { ...quality, seconds, told, same: loaded && JSON.stringify(after) === JSON.stringify(before) }
    },
    { ...asked, file: workerFile() },
  )
}

const shown = (efs: readonly number[], { recall, p50, p95 }: SearchQuality) =>
  efs.map((ef, at) => `ef ${ef}: ${recall[at]!.toFixed(3)} in ${p50[at]!.toFixed(0)} µs (95 %: ${p95[at]!.toFixed(0)})`)

/** What a search keeps where nothing else is asked for. */
const defaultEf = 50

test('in clusters the graph finds nearly all, many times as fast as looking at everything', async ({ page }) => {
  test.setTimeout(240_000)
  await open(page, 'v1.data')
  const efs = [10, 20, defaultEf, 100]
  const measured = await measure(page, { kind: 'clustered', efs })
  const at = efs.indexOf(defaultEf)
  const times = measured.exactP50 / measured.p50[at]!
  console.log(
    `20,000 × 64 in 100 clusters, built in ${measured.seconds.toFixed(1)} s: ${shown(efs, measured).join('; ')}`,
  )
  console.log(
    `exact, in blocks: ${measured.exactP50.toFixed(0)} µs; at ef ${defaultEf} ${times.toFixed(1)} times as fast`,
  )
  expect(measured.recall[at]).toBeGreaterThanOrEqual(0.97)
  expect(times).toBeGreaterThanOrEqual(5)
  expect(measured.told.length).toBeGreaterThan(50)
  expect(measured.told.at(-1)).toBe(20_000)
  expect(measured.same, 'what was saved and loaded finds the same').toBe(true)
})

test('in all directions alike it takes a far wider search', async ({ page }) => {
  test.setTimeout(240_000)
  await open(page, 'v1.data')
  const efs = [50, 100, 125, 150, 175, 200, 250, 300]
  const measured = await measure(page, { kind: 'isotropic', efs })
  const enough = efs.find((_, at) => measured.recall[at]! >= 0.95)
  console.log(`20,000 × 64 isotropic: ${shown(efs, measured).join('; ')}`)
  console.log(`recall@10 of 0.95 from ef ${enough} on`)
  expect(enough).toBeGreaterThanOrEqual(100)
  expect(enough).toBeLessThanOrEqual(250)
})
