import type { Snapshot } from '../../../workers/contract/system.ts'
import type { DatasetInfo } from '../../../workers/lab/api.ts'
import type { ShareRow } from './chart/share-bars.tsx'
import { titleOf } from '../../format/names.ts'
import { count, counted } from '../../format/numbers.ts'

export interface Shares {
  /** the films of the list, best first, and behind them one more that was asked for */
  readonly rows: readonly ShareRow[]
  readonly listed: number
}

/** What each half says of the films drawn, less what it says of a film on average; undefined where nobody is known. */
export function sharesOf(snapshot: Snapshot | undefined, info: DatasetInfo): Shares | undefined {
  const { films, wide, deep, mean, listed } = snapshot ?? {}
  if (!(films instanceof Uint32Array && wide instanceof Float32Array && deep instanceof Float32Array)) return undefined
  if (!(mean instanceof Float32Array) || typeof listed !== 'number') return undefined
  const rows = Array.from(films, (id, place) => ({
    id,
    name: titleOf(info, id),
    first: wide[place]! - mean[0]!,
    second: deep[place]! - mean[1]!,
  }))
  return { rows, listed }
}

/** Which of the films of a list are there by memory, in a sentence; none where no half lifts any. */
export function leaningOf(rows: readonly ShareRow[]): string {
  const byMemory = rows.filter(({ first, second }) => first > second).length
  if (rows.length === 0) return ''
  if (rows.every(({ first, second }) => first === 0 && second === 0)) return 'Untrained, neither says anything yet.'
  if (byMemory === 0) return `All ${counted(rows.length, 'film', 'films')} of the list owe more to generalisation.`
  if (byMemory === rows.length) return `All ${counted(rows.length, 'film', 'films')} of the list owe more to memory.`
  return `Of the ${count(rows.length)} films of the list, ${count(byMemory)} owe more to memory, ${count(rows.length - byMemory)} to generalisation.`
}
