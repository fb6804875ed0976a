import type { ReactNode } from 'react'
import styles from './chip.module.css'

/** A fact in a frame of its own; wrap what matters most in it in <strong>. */
export function Chip({ children }: { readonly children: ReactNode }) {
  return <span className={styles.chip}>{children}</span>
}

/** The same to press; `primary` once a page at most. */
export function ChipButton({
  children,
  onPress,
  primary = false,
  expanded,
}: {
  readonly children: ReactNode
  readonly onPress: () => void
  readonly primary?: boolean
  /** where it opens something: whether that is open */
  readonly expanded?: boolean
}) {
  return (
    <button
      type="button"
      className={`${styles.chip} ${primary ? styles.primary : ''}`}
      aria-expanded={expanded}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
