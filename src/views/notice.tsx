import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** A line over the page about what could not be as it was meant; it stays until it is closed. */
export function Notice({ about, onClose, children }: { about: string; onClose: () => void; children: ReactNode }) {
  return (
    <aside className={styles.notice} aria-label={about}>
      <p>{children}</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </aside>
  )
}
