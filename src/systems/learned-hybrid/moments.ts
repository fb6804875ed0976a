import type { Snapshot } from '../../../workers/contract/system.ts'
import type { Settings } from '../../../workers/contract/spec.ts'
import { specOf } from '../../state/experiment.ts'

/** How the weights and losses stood at a step. */
export interface Moment {
  readonly step: number
  /** of each part; together 1 */
  readonly shares: readonly number[]
  /** of the blend, then of each part alone */
  readonly losses: readonly number[]
}

/** Every moment remembered up to the playhead, and how it stands there. */
export function momentsOf(snapshot: Snapshot | undefined, step: number): readonly Moment[] {
  const { every, history, weights, losses } = snapshot ?? {}
  if (typeof every !== 'number' || !(history instanceof Float32Array)) return []
  if (!(weights instanceof Float64Array) || !(losses instanceof Float64Array)) return []
  const parts = weights.length
  const width = 2 * parts + 1
  const remembered = Array.from({ length: history.length / width }, (_, row): Moment => {
    const own = Array.from(history.subarray(row * width, (row + 1) * width))
    return { step: row * every, shares: own.slice(0, parts), losses: own.slice(parts) }
  })
  return [...remembered.filter((moment) => moment.step < step), { step, shares: [...weights], losses: [...losses] }]
}

export function partNames(settings: Settings): readonly string[] {
  return ['first', 'second', 'third'].flatMap((slot) =>
    settings[slot] === 'none' ? [] : [specOf(String(settings[slot])).shortName],
  )
}
