import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import { counted } from '../systems/numbers.ts'
import { Notice } from './notice.tsx'

/** What of the visitor's own could not be read, or does not stay. */
export function KeptNotice() {
  const leftOut = useApp((state) => state.leftOut)
  const notKept = useApp(({ keeping }) => keeping === 'not kept')
  return (
    <>
      {leftOut > 0 && (
        <Notice about="About what was kept" onClose={actions.dismissLeftOut}>
          {counted(leftOut, 'entry', 'entries')} of what this browser keeps for you could not be read, and{' '}
          {leftOut === 1 ? 'was' : 'were'} left out. All else is here.
        </Notice>
      )}
      {notKept && (
        <Notice about="About your ratings" onClose={actions.dismissNotKept}>
          This browser keeps nothing for this page, or has no room left: your ratings work, and last until you close
          this tab. The link under Share holds them.
        </Notice>
      )}
    </>
  )
}
