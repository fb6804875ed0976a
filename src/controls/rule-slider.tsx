import { useMemo } from 'react'
import styles from './rule-slider.module.css'
import { useDraft } from './use-draft.ts'

interface RuleSliderProps {
  /** read out: what the rule stands for */
  readonly name: string
  /** it goes from 0 to here, in whole numbers */
  readonly high: number
  readonly value: number
  /** 'from 5 ratings on' */
  readonly text: (value: number) => string
  /** where 0 and the highest value are, in pixels from the left of what it lies over */
  readonly left: number
  readonly right: number
  /** `final` when the pointer lets go, or a moment after the last key */
  readonly onChange: (value: number, how: { readonly final: boolean }) => void
}

/** The handle of a rule in a chart: a native slider whose thumb stands over the chart's own scale. */
export function RuleSlider({ name, high, value, text, left, right, onChange }: RuleSliderProps) {
  const ladder = useMemo(() => Array.from({ length: high + 1 }, (_, rung) => rung), [high])
  const { draft, ref, move } = useDraft(ladder, onChange)
  const shown = draft ?? value
  return (
    <input
      ref={ref}
      type="range"
      className={styles.rule}
      style={{ '--from': `${left}px`, '--to': `${right}px` } as Record<string, string>}
      min={0}
      max={high}
      step={1}
      value={shown}
      aria-label={name}
      aria-valuetext={text(shown)}
      onChange={(event) => move(event.currentTarget.valueAsNumber)}
    />
  )
}
