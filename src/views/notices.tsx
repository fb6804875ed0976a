import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import styles from './notices.module.css'

/** What a visitor should know that belongs to no page in particular. */
export function Notices() {
  return (
    <>
      <LinkNotice />
      <EngineNotice />
    </>
  )
}

/** What a link said that could not be read; the rest of it is on the page. */
function LinkNotice() {
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

/** The engine died, and another goes on. */
function EngineNotice() {
  const restarted = useApp((state) => state.restarted)
  if (!restarted) return null
  return (
    <aside className={styles.notice} aria-label="About the engine">
      <p role="status">The engine stopped and was started again. Nothing is lost: what was under way is done anew.</p>
      <button type="button" onClick={actions.dismissRestarted}>
        Close
      </button>
    </aside>
  )
}
