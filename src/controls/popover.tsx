import { useId, useRef, type ReactNode } from 'react'
import styles from './chip.module.css'

/**
 * A button and what it opens: a native popover, so Esc and a press elsewhere close it. It lies below the button, inside
 * the window, and scrolls with the page.
 */
export function PopoverButton({
  className,
  label,
  name,
  children,
  onOpen,
  panel,
}: {
  readonly className: string | undefined
  /** where the button shows less than its name */
  readonly label?: string | undefined
  /** what is read out for that which opens */
  readonly name: string
  readonly children: ReactNode
  readonly onOpen?: () => void
  readonly panel: ReactNode
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const place = (popover: HTMLElement) => {
    if (!button.current) return
    const { left, right, bottom } = button.current.getBoundingClientRect()
    const width = Math.min(320, document.documentElement.clientWidth - 16)
    const furthest = document.documentElement.clientWidth - width - 8
    const beside = right - width > 8 ? right - width : left
    popover.style.left = `${Math.max(8, Math.min(beside, furthest)) + window.scrollX}px`
    popover.style.top = `${bottom + 6 + window.scrollY}px`
  }
  return (
    <>
      <button ref={button} type="button" className={className} aria-label={label} popoverTarget={id}>
        {children}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={name}
        className={`${styles.panel} ${styles.popover}`}
        onBeforeToggle={(event) => {
          if (event.newState !== 'open') return
          place(event.currentTarget)
          onOpen?.()
        }}
      >
        {panel}
      </div>
    </>
  )
}
