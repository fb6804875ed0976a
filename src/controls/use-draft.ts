import { useEffect, useRef, useState } from 'react'
import { leaving } from '../state/address.ts'

/** How long after the last key a value counts as chosen. */
const settleMs = 200

/**
 * A native slider over a ladder of values: `draft` is the value while it is being chosen, undefined when the page's own
 * holds. `onChange` comes with every move, and as final when the pointer lets go or 200 ms after the last key.
 */
export function useDraft(
  ladder: readonly number[],
  onChange: (value: number, how: { readonly final: boolean }) => void,
) {
  const [draft, setDraft] = useState<number>()
  const ref = useRef<HTMLInputElement>(null)
  const latest = useRef({ ladder, onChange })
  const held = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    latest.current = { ladder, onChange }
  }, [ladder, onChange])

  useEffect(() => {
    const input = ref.current
    if (!input) return
    const commit = () => {
      clearTimeout(timer.current)
      timer.current = undefined
      latest.current.onChange(latest.current.ladder[input.valueAsNumber]!, { final: true })
      setDraft(undefined)
    }
    const later = () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(commit, settleMs)
    }
    const hold = () => (held.current = true)
    // "change" comes at the end of a drag, but after every key.
    const change = () => {
      if (held.current) commit()
      else later()
    }
    const release = () => (held.current = false)
    const leave = () => timer.current !== undefined && commit()
    input.addEventListener('pointerdown', hold)
    input.addEventListener('change', change)
    input.addEventListener('keydown', release)
    input.addEventListener('blur', leave)
    addEventListener(leaving, leave)
    return () => {
      clearTimeout(timer.current)
      input.removeEventListener('pointerdown', hold)
      input.removeEventListener('change', change)
      input.removeEventListener('keydown', release)
      input.removeEventListener('blur', leave)
      removeEventListener(leaving, leave)
    }
  }, [])

  const move = (rung: number) => {
    const value = ladder[rung]!
    setDraft(value)
    onChange(value, { final: false })
  }
  return { draft, ref, move }
}
