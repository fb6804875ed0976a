import { useState } from 'react'
import { TailLine } from './chart/tail-line.tsx'
import { algorithms, startSystems } from '../../../workers/algorithms/catalog.ts'
import { specOf } from '../../state/experiment.ts'
import styles from './popularity.module.css'

/** Every system that learns from the ratings, in the order of the catalogue. */
const systems = algorithms.map(({ spec }) => spec.id)

/** A system's line looks the same whichever others are drawn. */
export const lookOf = (system: string) => systems.indexOf(system)

/** It looks at films alone, and so knows nothing of fame: it contrasts most. */
const contrast = systems.find((id) => specOf(id).family === 'Content')

/** Kept while the visit lasts. */
let drawnInUse: readonly string[] = systems.filter((id) => startSystems.includes(id) || id === contrast)

/** The systems drawn, in the order of the catalogue, and what adds one or takes it away. */
export function useDrawn(): [readonly string[], (system: string) => void] {
  const [drawn, setDrawn] = useState(drawnInUse)
  const toggle = (system: string) => {
    const next = systems.filter((id) => drawn.includes(id) !== (id === system))
    drawnInUse = next
    setDrawn(next)
  }
  return [drawn, toggle]
}

interface OverlayChipsProps {
  readonly drawn: readonly string[]
  /** the system whose line is being worked out */
  readonly working: string | undefined
  readonly onToggle: (system: string) => void
}

/** The key of the lines, and what chooses them. */
export function OverlayChips({ drawn, working, onToggle }: OverlayChipsProps) {
  return (
    <span className={styles.chips} role="group" aria-label="Systems drawn over the tail">
      {systems.map((id) => (
        <button
          key={id}
          type="button"
          className={styles.chip}
          aria-pressed={drawn.includes(id)}
          aria-busy={working === id}
          onClick={() => onToggle(id)}
        >
          <TailLine look={lookOf(id)} />
          {specOf(id).shortName}
        </button>
      ))}
    </span>
  )
}
