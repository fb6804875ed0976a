import type { ReactNode } from 'react'
import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import styles from './notices.module.css'

/** What a link said that could not be read, and a device that was asked for and is not there: said once, then out of the way. */
export function Notices() {
  const unread = useApp((state) => state.unread)
  const deviceError = useApp((state) => state.deviceError)
  return (
    <>
      {unread.length > 0 && (
        <Notice about="About the link" onDismiss={actions.dismissUnread}>
          The link opened as near as it could. Not read: {unread.join('; ')}.
        </Notice>
      )}
      {deviceError !== undefined && (
        <Notice about="About the device" onDismiss={actions.dismissDeviceError}>
          {deviceError}. What was running goes on as it was.
        </Notice>
      )}
    </>
  )
}

interface NoticeProps {
  readonly about: string
  readonly onDismiss: () => void
  readonly children: ReactNode
}

function Notice({ about, onDismiss, children }: NoticeProps) {
  return (
    <aside className={styles.notice} aria-label={about}>
      <p>{children}</p>
      <button type="button" onClick={onDismiss}>
        Close
      </button>
    </aside>
  )
}
