import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import { Notice } from './notice.tsx'

/** What a link said that could not be read; the rest of it is on the page. */
export function LinkNotice() {
  const unread = useApp((state) => state.unread)
  if (unread.length === 0) return null
  return (
    <Notice about="About the link" onClose={actions.dismissUnread}>
      The link opened as near as it could. Not read: {unread.join('; ')}.
    </Notice>
  )
}
