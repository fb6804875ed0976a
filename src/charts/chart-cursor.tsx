import { useId, type KeyboardEvent, type PointerEvent } from 'react'
import styles from './chart-cursor.module.css'

/** One thing of a picture that is pointed at or walked to. */
export interface CursorAt {
  /** said by a screen reader, whole */
  readonly words: string
  readonly pinned: boolean
  /** its place among all, from 1 */
  readonly place: number
  readonly of: number
}

export interface ChartCursorProps {
  /** the picture in words */
  readonly summary: string
  readonly at: CursorAt | undefined
  readonly orientation?: 'horizontal' | 'vertical'
  /** Pointer places are in pixels from the upper left corner. */
  readonly onPoint: (x: number, y: number) => void
  readonly onTap: (x: number, y: number) => void
  readonly onLeave: () => void
  /** Returns whether the key meant something. */
  readonly onKey: (key: string) => boolean
  readonly onFocus: () => void
}

/**
 * The layer over a chart that is pointed at, tapped and walked with the keyboard: one tab stop. A list box with the one
 * option that the cursor stands on, so that screen readers pass the arrows on and say what is there.
 */
export function ChartCursor(props: ChartCursorProps) {
  const { summary, at, orientation, onPoint, onTap, onLeave, onKey, onFocus } = props
  const optionId = useId()
  const place = (event: PointerEvent | React.MouseEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top] as const
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onKey(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className={styles.layer}
      role="listbox"
      tabIndex={0}
      aria-label={summary}
      aria-orientation={orientation}
      aria-activedescendant={at ? optionId : undefined}
      onPointerMove={(event) => event.pointerType !== 'touch' && onPoint(...place(event))}
      onPointerLeave={(event) => event.pointerType !== 'touch' && onLeave()}
      onClick={(event) => onTap(...place(event))}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onFocus()}
      onBlur={onLeave}
      onKeyDown={onKeyDown}
    >
      <div
        id={optionId}
        className={styles.option}
        role="option"
        aria-selected={at?.pinned ?? false}
        aria-setsize={at?.of ?? 1}
        aria-posinset={at?.place ?? 1}
      >
        {at?.words ?? 'Arrow keys look at one thing after another.'}
      </div>
    </div>
  )
}
