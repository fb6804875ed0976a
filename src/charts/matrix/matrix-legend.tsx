import type { Domain, Look } from '../colour-scales.ts'
import styles from './matrix.module.css'

interface MatrixLegendProps {
  readonly look: Look
  readonly domain: Domain
  readonly measureName: string
  /** cells to a side that one drawn cell stands for */
  readonly pooled: number
  /** the value pointed at, marked on the scale; NaN for none */
  readonly value: number
  /** what the ticks at the edges are */
  readonly marked?: Marked | undefined
}

/** Rows and columns that are marked at the edges, and why. */
export interface Marked {
  readonly ids: ReadonlySet<number>
  /** "rated by Person 12: 41 films" */
  readonly words: string
  readonly onClear: () => void
}

/** The key to the colours, always there; the value pointed at is marked on it. */
export function MatrixLegend({ look, domain: [low, high], measureName, pooled, value, marked }: MatrixLegendProps) {
  const share = Math.min(Math.max((value - low) / (high - low), 0), 1)
  return (
    <div className={styles.legend}>
      <div className={styles.scale}>
        <span>{tick(low)}</span>
        <span className={styles.bar} style={{ background: look.gradient }}>
          {!Number.isNaN(value) && <i className={styles.marker} style={{ left: `${(100 * share).toFixed(2)}%` }} />}
        </span>
        <span>
          {tick(high)} {measureName}
        </span>
      </div>
      <div className={styles.keys}>
        <span className={styles.key}>
          <i className={styles.hatched} style={{ background: hatching(look.hatch) }} /> undefined
        </span>
        <span className={styles.key}>
          <i className={styles.empty} style={{ background: look.empty }} /> not computed yet
        </span>
        {marked && (
          <span className={styles.key}>
            <i className={styles.ticks} /> <span>{marked.words}</span>
            <button type="button" className={styles.unmark} onClick={marked.onClear}>
              Clear the marks
            </button>
          </span>
        )}
        {pooled > 1 && (
          <span>
            each dot: the strongest of {pooled} × {pooled} cells
          </span>
        )}
      </div>
    </div>
  )
}

function hatching([ground, stroke]: Look['hatch']): string {
  return `repeating-linear-gradient(-45deg, ${stroke} 0 1.25px, ${ground} 1.25px 2.83px)`
}

function tick(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−')
}
