import { useId } from 'react'
import styles from './segmented.module.css'

export interface SegmentedOption<V extends string> {
  readonly value: V
  readonly label: string
  readonly disabled?: boolean
}

/** A few choices side by side, of which one holds: native radio buttons. `name` is read out, not shown. */
export function Segmented<V extends string>({
  name,
  options,
  value,
  onPick,
}: {
  readonly name: string
  readonly options: readonly SegmentedOption<V>[]
  readonly value: V
  readonly onPick: (value: V) => void
}) {
  const group = useId()
  return (
    <fieldset className={styles.segmented}>
      <legend className="visually-hidden">{name}</legend>
      <div className={styles.row}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              name={group}
              checked={option.value === value}
              disabled={option.disabled === true}
              onChange={() => onPick(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
