import type { Snapshot } from '../../workers/algorithms/algorithm.ts'
import type { FieldAmounts } from '../charts/field-shape.ts'
import type { SystemProps } from './system.ts'

/** One event as a factorization machine sees it: who, what, and when, where, on what and with whom. */
export interface EventShown extends FieldAmounts {
  readonly item: number
  readonly short: readonly string[]
  readonly bias: number
  /** of the plain machine that learned beside a field-aware one */
  readonly besideAmounts: Float64Array | undefined
  readonly besideBias: number
}

const shortNames: Readonly<Record<string, string>> = {
  'time of day': 'time',
  company: 'with',
}

/** Reads the snapshot of a factorization machine; undefined where nobody is asked about, or it is of another system. */
export function eventShown(snapshot: Snapshot | undefined, who: SystemProps['who']): EventShown | undefined {
  const { item, fields, values, amounts, bias, besideAmounts, besideBias } = snapshot ?? {}
  if (typeof item !== 'number' || typeof fields !== 'string' || typeof values !== 'string') return undefined
  if (!(amounts instanceof Float64Array) || typeof bias !== 'number') return undefined
  const names = fields.split('\n').map((name) => onThePage(name, who))
  return {
    item,
    fields: names,
    values: values.split('\n'),
    short: names.map((name) => shortNames[name] ?? name),
    amounts,
    bias,
    besideAmounts: besideAmounts instanceof Float64Array ? besideAmounts : undefined,
    besideBias: typeof besideBias === 'number' ? besideBias : 0,
  }
}

function onThePage(field: string, who: SystemProps['who']): string {
  if (field === 'item') return 'film'
  if (field !== 'user') return field
  return who === 'you' ? 'you' : 'person'
}

/** All amounts and the bias. */
export const scoreOf = (amounts: ArrayLike<number>, bias: number): number =>
  Array.from(amounts).reduce((sum, amount) => sum + amount, bias)

/** The two fields that say most together, of those that the film has a part in. */
export function strongestPair({ fields, amounts }: EventShown): { row: number; column: number } {
  const ofTheFilm = fields.map((name) => name === 'film' || name === 'genre')
  let best = { row: 0, column: 1 }
  let most = -1
  fields.forEach((_, row) =>
    fields.slice(row + 1).forEach((__, k) => {
      const column = row + 1 + k
      const amount = Math.abs(amounts[row * fields.length + column]!)
      if (!(ofTheFilm[row] || ofTheFilm[column]) || amount <= most) return
      most = amount
      best = { row, column }
    }),
  )
  return best
}
