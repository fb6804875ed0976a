import { PersonPicker } from '../controls/person-picker.tsx'
import { actions } from '../state/session.ts'
import { linkedRatings, ownRatings, useApp } from '../state/store.ts'
import { LinkedNote } from './linked-note.tsx'

/** Whose list is shown: yours, that of the link's ratings, or that of a person of the data. */
export function Whose() {
  const people = useApp(({ info }) => info?.people ?? 0)
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
        value={who}
        onPick={actions.show}
      />
      <LinkedNote />
    </>
  )
}
