import { topK } from '../../../lib/top-k.ts'
import type { Snapshot, SnapshotRequest } from '../../../contract/system.ts'
import { activeOfNew, fieldsOfEvent } from './recommender.ts'
import type { TrainedFm } from './scores.ts'
import type { Settings } from '../../../contract/spec.ts'

/**
 * What the fields of one event say two by two: of the person asked about, the item looked at (else the first of their
 * list) and the moment.
 *
 * - item: which
 * - fields, values: the names of the fields, and what stands in each, a line each
 * - amounts: fields × fields, row-major; at [f, g], f < g, what two fields say together, at [f, f] what one says by itself;
 *   NaN of a context field that nobody named
 * - ofItem: of each field, 1 where it says something of the item
 * - always: what is in every score of this person in this moment, the amounts of fields not of the item among it
 * - besideAmounts: the amounts of the machine that learned beside it, where one did
 *
 * Nothing where nobody is asked about.
 */
export function fieldsSnapshot(
  request: SnapshotRequest,
  settings: Settings,
  machine: TrainedFm,
  beside?: TrainedFm,
): Snapshot {
  const active = activeFor(machine, request, settings)
  if (!active) return {}
  const item = request.item ?? bestOf(machine.scores(active), request)
  if (item === undefined) return {}
  const { amounts, values, always } = fieldsOfEvent(machine, active, item, request.now)
  const shown = {
    item,
    fields: machine.features.fields.map(({ name }) => name).join('\n'),
    values: values.join('\n'),
    amounts,
    ofItem: Uint8Array.from(machine.features.fields, (_, field) => Number(machine.dependsOnItem(field))),
    always,
  }
  const other = beside && activeFor(beside, request, settings)
  if (!other) return shown
  return { ...shown, besideAmounts: fieldsOfEvent(beside, other, item, request.now).amounts }
}

function activeFor(machine: TrainedFm, { person, user, rated, now }: SnapshotRequest, settings: Settings) {
  if (!person) return undefined
  if (user !== undefined) return machine.activeOfPerson(user, undefined, now)
  return activeOfNew(machine, rated ?? [], now, settings)
}

function bestOf(scores: Float64Array, { rated }: SnapshotRequest): number | undefined {
  const seen = new Uint8Array(scores.length)
  for (const { item } of rated ?? []) seen[item] = 1
  return topK(scores, 1, seen)[0]?.item
}
