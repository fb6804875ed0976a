import { PersonPicker } from '../../../controls/person-picker.tsx'
import { actions } from '../../../state/session.ts'
import { linkedRatings, ownRatings, useApp } from '../../../state/store.ts'
import { ExampleNote } from './example-note.tsx'
import { LinkedNote } from './linked-note.tsx'
import { exampleName } from '../../../format/names.ts'

/** Whose list is shown: yours or, while there is none, the example's; that of the link's ratings, or of a person of the data. */
export function UserPicker() {
  const people = useApp(({ info }) => info?.people ?? 0)
  const example = useApp(({ info }) => info && exampleName(info.example))
  const ratings = useApp((state) => ownRatings(state).length)
  const linked = useApp((state) =>
    linkedRatings(state).length > 0 || state.experiment.who === 'link' ? linkedRatings(state).length : undefined,
  )
  const who = useApp(({ experiment }) => experiment.who)
  return (
    <>
      <PersonPicker
        people={people}
        ratings={ratings}
        {...(linked === undefined ? {} : { linked })}
        example={example}
        value={who}
        onPick={actions.show}
      />
      <LinkedNote />
      <ExampleNote />
    </>
  )
}
