import { FieldGrid } from '../charts/field-grid.tsx'
import { eventShown } from './fields-of-event.ts'
import { titleOf } from './names.ts'
import type { SystemProps } from './system.ts'
import pictures from './two-pictures.module.css'
import { whomOf } from './whom.ts'

/** What the fields of one event say two by two, as a triangle; beside a plain machine's, as a square. */
export function FieldsVisual({ view, info, who, name }: SystemProps & { readonly name: string }) {
  const event = eventShown(view.snapshot, who)
  if (!event) {
    return (
      <div className={pictures.empty}>
        <p>
          Nothing is known of anybody here. Rate one film, or choose a person, and every pair of fields says what it
          adds to the score.
        </p>
      </div>
    )
  }
  const { item, besideAmounts, ...shown } = event
  return (
    <FieldGrid
      {...shown}
      title={`${titleOf(info, item)} for ${whomOf(who)}`}
      name={name}
      {...(besideAmounts && { beside: { name: 'FM', amounts: besideAmounts } })}
      caption={
        besideAmounts
          ? 'The same film, person and moment in two machines that learned from the same batches: only above the diagonal has each feature a single vector.'
          : 'Each cell: what two fields add to the score together; on the diagonal, one by itself.'
      }
    />
  )
}
