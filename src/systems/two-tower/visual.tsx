import { useMemo, useState } from 'react'
import { BatchMatrix } from './chart/batch-matrix.tsx'
import type { BatchCell } from './chart/batch-shape.ts'
import { personName, titleOf } from '../../format/names.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import pictures from '../shared/lesson/two-pictures.module.css'
import { batchOf } from './batch.ts'
import styles from './two-tower.module.css'

/** As it should be, or with one of two slips that are easily made. */
type Reading = 'right' | 'labels' | 'turned'

const readings: readonly { readonly id: Reading; readonly name: string; readonly about: string }[] = [
  {
    id: 'right',
    name: 'As trained',
    about:
      'Row and column of one number belong together; every other film in a row is a wrong answer. The same people and films at every step, the most watched films first, without dropout.',
  },
  {
    id: 'labels',
    name: 'Slip: labels from the data',
    about:
      'Every pair of the data was watched, so its label is 1. Taken for a column, that makes the second film the right answer for everybody.',
  },
  {
    id: 'turned',
    name: 'Slip: T below zero',
    about:
      'Nothing in a plain parameter keeps T above zero. Below it every score turns around, and what fits worst comes first; here T stays at 0.01 or above.',
  },
]

export function Visual({ view, info, shown, onPreview, onPin }: SystemProps) {
  const batch = useMemo(() => batchOf(view.snapshot), [view.snapshot])
  const [chosen, choose] = useState<Reading>('right')
  const people = useMemo(() => Array.from(batch?.people ?? [], personName), [batch])
  const films = useMemo(() => Array.from(batch?.films ?? [], (film) => titleOf(info, film)), [batch, info])
  if (!batch || people.length < 2) {
    return (
      <div className={pictures.empty}>
        <p>Two people with films of their own are needed for a batch: there is nothing to tell apart here.</p>
      </div>
    )
  }
  const film = shown?.kind === 'item' ? batch.films.indexOf(shown.id) : -1
  const item = (cell: BatchCell | undefined) => cell && { kind: 'item' as const, id: batch.films[cell.column]! }
  return (
    <>
      <BatchMatrix
        title={`Whose film is it? T = ${fixed(batch.temperature, 3)}, as learned so far`}
        {...{ people, films }}
        scores={batch.scores}
        logQ={batch.logQ}
        answers={chosen === 'labels' ? 'second' : 'own'}
        turned={chosen === 'turned'}
        caption={readings.find(({ id }) => id === chosen)!.about}
        film={film < 0 ? undefined : film}
        onLook={(cell) => onPreview(item(cell))}
        onHold={(cell) => onPin(item(cell))}
      />
      <div className={styles.readings} role="group" aria-label="How the batch is read">
        {readings.map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={id === chosen} onClick={() => choose(id)}>
            {name}
          </button>
        ))}
      </div>
    </>
  )
}
