import type { Snapshot } from '../../../workers/contract/system.ts'
import type { Settings } from '../../../workers/contract/spec.ts'
import type { FlowList } from './chart/merge-shape.ts'
import { specOf } from '../../state/experiment.ts'

/** The places that parts have; with the settings that name and weigh them. */
export const slots = ['first', 'second', 'third'] as const
export type Slot = (typeof slots)[number]

export interface PartList extends FlowList {
  readonly slot: Slot
}

/** The parts' lists as they came with a snapshot, weighed as the settings say; undefined where there are none. */
export function listsOf(snapshot: Snapshot | undefined, ran: Settings, weights: Settings): PartList[] | undefined {
  if (!snapshot || !('first items' in snapshot)) return undefined
  return slots.flatMap((slot) => {
    const [items, values] = [snapshot[`${slot} items`], snapshot[`${slot} values`]]
    if (!(items instanceof Uint32Array) || !(values instanceof Float64Array)) return []
    const name = specOf(String(ran[slot])).shortName
    return [{ slot, name, weight: Number(weights[`${slot}Weight`]), items, values }]
  })
}
