import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { NumberSetting } from '../../workers/algorithms/spec.ts'
import { ladderOf, rungOf, valueText } from './setting-ladder.ts'
import styles from './settings-form.module.css'

/** How long after the last key a value counts as chosen. */
const settleMs = 200

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
        className={styles.range}
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

/** The value while it is being chosen; undefined when the page's own holds. */
function useDraft(ladder: readonly number[], onChange: (value: number, how: { readonly final: boolean }) => void) {
  const [draft, setDraft] = useState<number>()
  const ref = useRef<HTMLInputElement>(null)
  const latest = useRef({ ladder, onChange })
  const held = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    latest.current = { ladder, onChange }
  }, [ladder, onChange])

  useEffect(() => {
    const input = ref.current
    if (!input) return
    const commit = () => {
      clearTimeout(timer.current)
      timer.current = undefined
      latest.current.onChange(latest.current.ladder[input.valueAsNumber]!, { final: true })
      setDraft(undefined)
    }
    const later = () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(commit, settleMs)
    }
    const hold = () => (held.current = true)
    // "change" comes at the end of a drag, but after every key.
    const change = () => {
      if (held.current) commit()
      else later()
    }
    const release = () => (held.current = false)
    const leave = () => timer.current !== undefined && commit()
    input.addEventListener('pointerdown', hold)
    input.addEventListener('change', change)
    input.addEventListener('keydown', release)
    input.addEventListener('blur', leave)
    return () => {
      clearTimeout(timer.current)
      input.removeEventListener('pointerdown', hold)
      input.removeEventListener('change', change)
      input.removeEventListener('keydown', release)
      input.removeEventListener('blur', leave)
    }
  }, [])

  const move = (rung: number) => {
    const value = ladder[rung]!
    setDraft(value)
    onChange(value, { final: false })
  }
  return { draft, ref, move }
}
