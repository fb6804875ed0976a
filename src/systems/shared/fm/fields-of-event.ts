import type { Snapshot } from '../../../../workers/contract/system.ts'
import type { FieldAmounts } from './chart/field-shape.ts'
import type { SystemProps } from '../../system.ts'

/** One event as a factorization machine sees it: who, what, and when, where, on what and with whom. */
export interface EventShown extends FieldAmounts {
  readonly item: number
  readonly short: readonly string[]
  readonly ofItem: Uint8Array
  /** what is in every score of this person in this moment */
  readonly always: number
  /** of the plain machine that learned beside a field-aware one */
  readonly besideAmounts: Float64Array | undefined
}

const shortNames: Readonly<Record<string, string>> = {
  'time of day': 'time',
  company: 'with',
}

/** Reads the snapshot of a factorization machine; undefined where nobody is asked about, or it is of another system. */
export function eventShown(snapshot: Snapshot | undefined, who: SystemProps['who']): EventShown | undefined {
  const { item, fields, values, amounts, ofItem, always, besideAmounts } = snapshot ?? {}
  if (typeof item !== 'number' || typeof fields !== 'string' || typeof values !== 'string') return undefined
  if (!(amounts instanceof Float64Array && ofItem instanceof Uint8Array) || typeof always !== 'number') return undefined
  const names = fields.split('\n').map((name) => onThePage(name, who))
  return {
    item,
    fields: names,
    values: values.split('\n'),
    short: names.map((name) => shortNames[name] ?? name),
    amounts,
    ofItem,
    always,
    besideAmounts: besideAmounts instanceof Float64Array ? besideAmounts : undefined,
  }
}

function onThePage(field: string, who: SystemProps['who']): string {
  if (field === 'item') return 'film'
  if (field !== 'user') return field
  return who === 'you' ? 'you' : 'person'
}
