import { useId, useRef } from 'react'
import { Icon } from './icons.tsx'
import { ratingOf, starCount, starsOf } from './star-values.ts'
import styles from './rating-stars.module.css'

/**
 * A rating as a radio group of five stars, with a button to take it back (or Delete). On scales that have more than
 * five values, what lies between two stars is drawn as the nearer and read out as it is.
 */
export function RatingStars({
  what = 'Your rating',
  name,
  value,
  low,
  high,
  step,
  onRate,
}: {
  /** what the stars are: "Your rating", "Grade" */
  readonly what?: string
  /** what is rated: a film's title */
  readonly name: string
  readonly value?: number | undefined
  readonly low: number
  readonly high: number
  readonly step: number
  /** undefined takes the rating back */
  readonly onRate: (value: number | undefined) => void
}) {
  const group = useId()
  const first = useRef<HTMLInputElement>(null)
  const scale = { low, high, step }
  const filled = value === undefined ? 0 : starsOf(value, scale)
  const between = value !== undefined && value !== ratingOf(filled, scale)
  const clear = () => {
    // The button is about to go: the focus stays with the stars.
    first.current?.focus()
    onRate(undefined)
  }
  return (
    <fieldset
      className={styles.stars}
      onKeyDown={(event) => {
        if (value !== undefined && (event.key === 'Delete' || event.key === 'Backspace')) clear()
      }}
    >
      <legend className="visually-hidden">
        {what} of {name}
        {between && `: ${value} of ${high}`}
      </legend>
      {Array.from({ length: starCount }, (_, i) => i + 1).map((stars) => {
        const rating = ratingOf(stars, scale)
        return (
          <label key={stars} className={styles.star} data-filled={stars <= filled}>
            <input
              ref={stars === 1 ? first : undefined}
              type="radio"
              name={group}
              value={rating}
              checked={value === rating}
              aria-label={stars === 1 ? '1 star' : `${stars} stars`}
              onChange={() => onRate(rating)}
            />
            <Icon name="star" />
          </label>
        )
      })}
      <button
        type="button"
        className={styles.clear}
        hidden={value === undefined}
        aria-label={`Clear ${what.charAt(0).toLowerCase()}${what.slice(1)} of ${name}`}
        title="Clear"
        onClick={clear}
      >
        ×
      </button>
    </fieldset>
  )
}
