import type { ReactNode } from 'react'
import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import { counted } from '../format/numbers.ts'
import styles from './notices.module.css'

/** What a visitor should know that belongs to no page in particular. */
export function Notices() {
  return (
    <>
      <LinkNotice />
      <KeptNotice />
      <NotKeptNotice />
      <EngineNotice />
    </>
  )
}

/** What a link said that could not be read; the rest of it is on the page. */
function LinkNotice() {
  const unread = useApp((state) => state.unread)
  if (unread.length === 0) return null
  return (
    <Notice about="About the link" onClose={actions.dismissUnread}>
      The link opened as near as it could. Not read: {unread.join('; ')}.
    </Notice>
  )
}

/** What of the visitor's own could not be read. */
function KeptNotice() {
  const leftOut = useApp((state) => state.leftOut)
  if (leftOut === 0) return null
  return (
    <Notice about="About what was kept" onClose={actions.dismissLeftOut}>
      {counted(leftOut, 'entry', 'entries')} of what this browser keeps for you could not be read, and{' '}
      {leftOut === 1 ? 'was' : 'were'} left out. All else is here.
    </Notice>
  )
}

/** What of the visitor's own does not stay. */
function NotKeptNotice() {
  const notKept = useApp(({ keeping }) => keeping === 'not kept')
  if (!notKept) return null
  return (
    <Notice about="About your ratings" onClose={actions.dismissNotKept}>
      This browser keeps nothing for this page, or has no room left: your ratings work, and last until you close this
      tab. The link under Share holds them.
    </Notice>
  )
}

/** The engine died, and another goes on. */
function EngineNotice() {
  const restarted = useApp((state) => state.restarted)
  if (!restarted) return null
  return (
    <Notice about="About the engine" onClose={actions.dismissRestarted}>
      <span role="status">
        The engine stopped and was started again. Nothing is lost: what was under way is done anew.
      </span>
    </Notice>
  )
}

/** A line over the page about what could not be as it was meant; it stays until it is closed. */
function Notice({ about, onClose, children }: { about: string; onClose: () => void; children: ReactNode }) {
  return (
    <aside className={styles.notice} aria-label={about}>
      <p>{children}</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </aside>
  )
}
