import { useId, useMemo } from 'react'
import type { NumberSetting } from '../../workers/contract/spec.ts'
import { ladderOf, rungOf, valueText } from './setting-ladder.ts'
import styles from './settings-form.module.css'
import { useDraft } from './use-draft.ts'

/**
 * A number as a native slider. `onChange` comes with every move, and once more as final when the pointer lets go or
 * 200 ms after the last key.
 */
export function NumberControl({
  setting,
  value,
  reachable,
  onChange,
}: {
  readonly setting: NumberSetting
  readonly value: number
  /** values that must be on the slider exactly: those of the presets */
  readonly reachable: readonly number[]
  readonly onChange: (value: number, how: { readonly final: boolean }) => void
}) {
  const id = useId()
  const ladder = useMemo(() => ladderOf(setting, [...reachable, value]), [setting, reachable, value])
  const { draft, ref, move } = useDraft(ladder, onChange)
  const shown = draft ?? value
  const text = valueText(setting, shown)
  return (
    <div className={styles.setting}>
      <div className={styles.label}>
        <span id={`${id}name`}>
          {setting.name}
          {setting.symbol !== undefined && <> {setting.symbol}</>}
        </span>
        <b>{text}</b>
      </div>
      <input
        ref={ref}
        type="range"
        className="range"
        style={{ '--filled': `${(rungOf(ladder, shown) / (ladder.length - 1)) * 100}%` } as Record<string, string>}
        min={0}
        max={ladder.length - 1}
        step={1}
        value={rungOf(ladder, shown)}
        aria-labelledby={`${id}name`}
        aria-describedby={`${id}why`}
        aria-valuetext={text}
        onChange={(event) => move(event.currentTarget.valueAsNumber)}
      />
      <p id={`${id}why`}>{setting.why}</p>
    </div>
  )
}
