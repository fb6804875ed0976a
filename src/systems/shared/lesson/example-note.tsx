import { useState } from 'react'
import { showsExample, useApp } from '../../../state/store.ts'
import styles from './linked-note.module.css'
import { exampleName } from '../../../format/names.ts'
import { RateFilms } from './rate-films.tsx'

/** While somebody stands in for a visitor without ratings: who they are, and films to rate at one press. */
export function ExampleNote() {
  const example = useApp(showsExample)
  const linked = useApp(({ experiment }) => experiment.who === 'link')
  const info = useApp((state) => state.info)
  const [open, setOpen] = useState(false)
  if (!example || !info) return null
  return (
    <>
      <p className={styles.note}>
        {linked ? 'The link has no ratings left' : 'You have rated nothing yet'}: this is {exampleName(info.example)}.{' '}
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          Rate a film
        </button>
      </p>
      {open && <RateFilms info={info} />}
    </>
  )
}
