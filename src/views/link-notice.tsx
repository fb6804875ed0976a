import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import styles from './link-notice.module.css'

/** What a link said that could not be read; the rest of it is on the page. */
export function LinkNotice() {
  const unread = useApp((state) => state.unread)
  if (unread.length === 0) return null
  return (
    <aside className={styles.notice} aria-label="About the link">
      <p>The link opened as near as it could. Not read: {unread.join('; ')}.</p>
      <button type="button" onClick={actions.dismissUnread}>
        Close
      </button>
    </aside>
  )
}
