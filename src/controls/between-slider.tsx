import { useMemo } from 'react'
import styles from './between-slider.module.css'
import { useDraft } from './use-draft.ts'

interface BetweenSliderProps {
  /** read out: what is being balanced */
  readonly name: string
  /** what its left and its right end stand for */
  readonly left: string
  readonly right: string
  readonly symbol: string
  /** ascending; the value is one of them */
  readonly ladder: readonly number[]
  readonly value: number
  readonly text: (value: number) => string
  /** with every move, and as final when the pointer lets go or a moment after the last key */
  readonly onChange: (value: number, how: { readonly final: boolean }) => void
}

/** A native slider between two things that cannot both be had. */
export function BetweenSlider({ name, left, right, symbol, ladder, value, text, onChange }: BetweenSliderProps) {
  const rungs = useMemo(() => [...new Set([...ladder, value])].sort((a, b) => a - b), [ladder, value])
  const { draft, ref, move } = useDraft(rungs, onChange)
  const shown = draft ?? value
  const rung = rungs.indexOf(shown)
  return (
    <label className={styles.between}>
      <span>{left}</span>
      <input
        ref={ref}
        type="range"
        className="range"
        style={{ '--filled': `${(100 * rung) / (rungs.length - 1)}%` } as Record<string, string>}
        min={0}
        max={rungs.length - 1}
        step={1}
        value={rung}
        aria-label={name}
        aria-valuetext={`${symbol} ${text(shown)}`}
        onChange={(event) => move(event.currentTarget.valueAsNumber)}
      />
      <span>{right}</span>
      <span>
        {symbol} <b>{text(shown)}</b>
      </span>
    </label>
  )
}
