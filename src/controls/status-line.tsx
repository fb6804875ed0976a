import { useEffect, useRef, useState } from 'react'
import { waitFor } from './announcements.ts'

/**
 * Tells a screen reader what happens, unseen: what is urgent (start, pause, end, failure) at once, the rest at most
 * every ten seconds, and then only the latest.
 */
export function StatusLine({ text, urgent = false }: { readonly text: string; readonly urgent?: boolean }) {
  const [said, setSaid] = useState('')
  const last = useRef(-Infinity)
  useEffect(() => {
    const timer = setTimeout(
      () => {
        last.current = performance.now()
        setSaid(text)
      },
      waitFor(urgent, performance.now(), last.current),
    )
    return () => clearTimeout(timer)
  }, [text, urgent])
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  )
}
