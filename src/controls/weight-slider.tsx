import { useDraft } from './use-draft.ts'
import styles from './weight-slider.module.css'

const ladder = Array.from({ length: 21 }, (_, rung) => rung / 20)

interface WeightSliderProps {
  /** what is weighed */
  readonly name: string
  /** from 0 to 1, in twentieths */
  readonly value: number
  /** with every move, and as final when the pointer lets go or a moment after the last key */
  readonly onChange: (value: number, how: { readonly final: boolean }) => void
}

/** How much something counts: its name, its weight, and a native slider. */
export function WeightSlider({ name, value, onChange }: WeightSliderProps) {
  const { draft, ref, move } = useDraft(ladder, onChange)
  const shown = draft ?? value
  return (
    <label className={styles.weight}>
      <span>
        {name} <b>{shown.toFixed(2)}</b>
      </span>
      <input
        ref={ref}
        type="range"
        className="range"
        style={{ '--filled': `${shown * 100}%` } as Record<string, string>}
        min={0}
        max={ladder.length - 1}
        step={1}
        value={Math.round(shown * 20)}
        aria-label={`Weight of ${name}`}
        aria-valuetext={shown.toFixed(2)}
        onChange={(event) => move(event.currentTarget.valueAsNumber)}
      />
    </label>
  )
}
