import type { KeyboardEvent, PointerEvent } from 'react'
import { Icon } from './icons.tsx'
import styles from './rank-handle.module.css'

/**
 * The handle of a row that can be moved: dragged by pointer, moved by arrows, Home and End. It is a slider from the first
 * place to the last, so that a screen reader that keeps the arrows to itself can move the row as well.
 */
export function RankHandle({
  name,
  place,
  placeNow,
  of,
  onTake,
  onMove,
}: {
  /** of the row: a film's title */
  readonly name: string
  /** from 0, as drawn */
  readonly place: number
  /** where it really is: keys may come faster than the list is drawn */
  readonly placeNow: () => number
  readonly of: number
  readonly onTake: (event: PointerEvent<HTMLElement>) => void
  readonly onMove: (place: number) => void
}) {
  const press = (event: KeyboardEvent) => {
    const now = placeNow()
    const to = keyTarget(event.key, now, of)
    if (to === undefined) return
    event.preventDefault()
    if (to !== now) onMove(to)
  }
  return (
    <span
      className={styles.handle}
      title="Drag, or use the arrow keys"
      onPointerDown={(event) => {
        event.currentTarget.querySelector('input')!.focus({ preventScroll: true })
        onTake(event)
      }}
    >
      <input
        type="range"
        aria-label={`Rank of ${name}`}
        aria-orientation="vertical"
        aria-valuetext={`${place + 1} of ${of}`}
        min={1}
        max={of}
        step={1}
        value={place + 1}
        onKeyDown={press}
        onChange={(event) => onMove(event.currentTarget.valueAsNumber - 1)}
      />
      <Icon name="grip" />
    </span>
  )
}

/** Up is toward the first place, whichever way a slider goes. */
function keyTarget(key: string, place: number, of: number): number | undefined {
  if (key === 'ArrowUp' || key === 'ArrowLeft') return Math.max(0, place - 1)
  if (key === 'ArrowDown' || key === 'ArrowRight') return Math.min(of - 1, place + 1)
  if (key === 'Home') return 0
  if (key === 'End') return of - 1
  return undefined
}
