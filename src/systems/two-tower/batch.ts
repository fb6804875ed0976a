import type { Snapshot } from '../../../workers/contract/system.ts'

/** A small batch of people and the films they watched, as the towers see it. */
export interface Batch {
  readonly people: Uint32Array
  readonly films: Uint32Array
  readonly scores: Float32Array
  readonly logQ: Float32Array
  readonly temperature: number
}

export function batchOf(snapshot: Snapshot | undefined): Batch | undefined {
  const { people, films, scores, logQ, temperature } = snapshot ?? {}
  if (!(people instanceof Uint32Array) || !(films instanceof Uint32Array) || people.length === 0) return undefined
  if (!(scores instanceof Float32Array) || !(logQ instanceof Float32Array)) return undefined
  return { people, films, scores, logQ, temperature: Number(temperature) }
}
