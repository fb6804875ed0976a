import { FieldGrid } from './chart/field-grid.tsx'
import { eventShown } from './fields-of-event.ts'
import { titleOf } from '../../../format/names.ts'
import { NothingKnown } from '../lesson/nothing-known.tsx'
import type { SystemProps } from '../../system.ts'
import { userLabel } from '../../user-label.ts'

/** What the fields of one event say two by two, as a triangle; beside a plain machine's, as a square. */
export function FieldsVisual(props: SystemProps & { readonly name: string }) {
  const { view, info, who, name } = props
  const event = eventShown(view.snapshot, who)
  if (!event) return <NothingKnown {...props} so="no pair of fields says anything" />
  const { item, besideAmounts, ...shown } = event
  return (
    <FieldGrid
      {...shown}
      title={`${titleOf(info, item)} for ${userLabel(who)}`}
      name={name}
      {...(besideAmounts && { beside: { name: 'FM', amounts: besideAmounts } })}
      caption={
        besideAmounts
          ? 'The same film, person and moment in two machines that learned from the same batches: only above the diagonal has each feature a single vector.'
          : 'Each cell: what two fields add to the score together; on the diagonal, one by itself. A circumstance that is not named has no cells: its usual mix is in the others.'
      }
    />
  )
}
