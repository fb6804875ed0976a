import { useId } from 'react'
import { shareHeld } from './patch-rebuild.ts'
import styles from './rating-patch.module.css'

export interface SpectrumSliderProps {
  /** the length of each factor as a share of the whole, strongest first */
  readonly shares: readonly number[]
  readonly rank: number
  readonly onRank: (rank: number) => void
  /** whose squares they share: "all cells, squared" */
  readonly ofWhat: string
}

/** How strong each factor is, as bars, and the rank as a slider under them: filled up to it. */
export function SpectrumSlider({ shares, rank, onRank, ofWhat }: SpectrumSliderProps) {
  const id = useId()
  const count = shares.length
  const held = `${(100 * shareHeld(shares, rank)).toFixed(0)} %`
  const text = `${rank} of ${count} ${count === 1 ? 'factor' : 'factors'}, ${held} of ${ofWhat}`
  return (
    <div className={styles.spectrum}>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${Math.max(1, count)} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The strength of each factor: the first holds ${(100 * (shares[0] ?? 0) ** 2).toFixed(0)} % of ${ofWhat}, all ${count} hold ${(100 * shareHeld(shares, count)).toFixed(0)} %.`}
      >
        {shares.map((share, f) => (
          <rect
            key={f}
            className={f < rank ? styles.kept : styles.cut}
            x={f + 0.1}
            width={0.8}
            y={1 - Math.max(share, 0.02)}
            height={Math.max(share, 0.02)}
          />
        ))}
      </svg>
      <input
        type="range"
        className="range"
        style={{ '--filled': `${count > 0 ? (100 * rank) / count : 0}%` } as Record<string, string>}
        min={0}
        max={count}
        step={1}
        value={rank}
        aria-labelledby={`${id}rank`}
        aria-valuetext={text}
        onChange={(event) => onRank(event.currentTarget.valueAsNumber)}
      />
      <p className={styles.rank}>
        <span id={`${id}rank`}>Rank</span> <b>{rank}</b> of {count}: {held} of the squares
      </p>
    </div>
  )
}
