import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SearchQuality } from '../../workers/contract/ann-api.ts'

/** The built app's own worker of indexes, asked as the engine asks it (comlink's messages). */
const workerFile = () => {
  const assets = join(process.env.DIST ?? 'dist', 'assets')
  return `assets/${readdirSync(assets).find((name) => /^ann\.worker.*\.js$/.test(name))!}`
}

interface Asked {
  readonly count: number
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

/** So many unit vectors of 64 numbers: in 100 clusters round unit-normal centres with deviation 0.5, or in all directions. */
export function measureIndex(page: Page, asked: Asked): Promise<Measured> {
  return page.evaluate(
    async ({ count, kind, efs, file }) => {
      const [queries, width, clusters] = [200, 64, 100]
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
      await ask('build', 'trial', vectors, options, progress.port2)
      const seconds = (performance.now() - started) / 1000
      const quality = await ask<SearchQuality>('measure', 'trial', asked, 10, efs)
      const before = await ask('search', 'trial', 'hnsw', asked, 10, { ef: 50 })
      await ask('save', 'trial')
      await ask('end', 'trial')
      const loaded = await ask<boolean>('load', 'trial', vectors, options)
      const after = await ask('search', 'trial', 'hnsw', asked, 10, { ef: 50 })
      worker.terminate()
      return { ...quality, seconds, told, same: loaded && JSON.stringify(after) === JSON.stringify(before) }
    },
    { ...asked, file: workerFile() },
  )
}
