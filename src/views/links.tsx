import type { MouseEvent, ReactNode } from 'react'
import type { ViewName } from '../state/experiment.ts'
import { linkOf } from '../state/link.ts'
import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'

interface PageLinkProps {
  readonly view: ViewName
  readonly system?: string
  readonly className?: string | undefined
  readonly onGo?: (() => void) | undefined
  readonly children: ReactNode
}

/** A link to a view or system: a plain click moves there within the page, any other opens it as a link does. */
export function PageLink({ view, system, className, onGo, children }: PageLinkProps) {
  const here = useApp(
    ({ experiment }) => experiment.view === view && (system === undefined || experiment.system === system),
  )
  const href = useApp(
    ({ experiment }) => `#${linkOf({ ...experiment, view, system: system ?? experiment.system }, [])}`,
  )
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    actions.go(view, system)
    onGo?.()
  }
  return (
    <a href={href} className={className} aria-current={here ? 'page' : undefined} onClick={go}>
      {children}
    </a>
  )
}
