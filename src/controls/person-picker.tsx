import { useState } from 'react'
import styles from './person-picker.module.css'

/** Whose list: yours, that of the ratings a link came with, or a person of the data, by id from 0. */
export type PersonPicked = 'you' | 'link' | number

export interface PersonPickerProps {
  /** how many people the data has */
  readonly people: number
  /** how many ratings you have given */
  readonly ratings: number
  /** how many came with a link; absent without one */
  readonly linked?: number | undefined
  /** who stands in while you, or the link, have no ratings, by name */
  readonly example?: string | undefined
  readonly value: PersonPicked
  readonly onPick: (value: PersonPicked) => void
}

/** Chooses whose list is shown. People of the data are numbered from 1, as everywhere on the page. */
export function PersonPicker({ people, ratings, linked, example, value, onPick }: PersonPickerProps) {
  const [typed, setTyped] = useState<string>()
  const chosen = typeof value === 'number'
  return (
    <div className={styles.picker}>
      <select
        className={styles.select}
        aria-label="Whose recommendations"
        value={chosen ? 'person' : value}
        onChange={(event) => {
          const picked = event.currentTarget.value
          onPick(picked === 'you' || picked === 'link' ? picked : 0)
        }}
      >
        <option value="you">{ratings === 0 && example ? example : `You (${counted(ratings)})`}</option>
        {(linked !== undefined || value === 'link') && (
          <option value="link">{`From the link (${counted(linked ?? 0)})`}</option>
        )}
        {people > 0 && <option value="person">A person of the data</option>}
      </select>
      {chosen && (
        <input
          type="number"
          className={styles.number}
          aria-label={`Person, 1 to ${people}`}
          inputMode="numeric"
          min={1}
          max={people}
          step={1}
          value={typed ?? value + 1}
          onChange={(event) => {
            const { value: text, valueAsNumber: number, validity } = event.currentTarget
            setTyped(text)
            if (validity.valid && Number.isInteger(number)) onPick(number - 1)
          }}
          onBlur={() => setTyped(undefined)}
        />
      )}
    </div>
  )
}

const counted = (ratings: number) => (ratings === 1 ? '1 rating' : `${ratings.toLocaleString('en')} ratings`)
