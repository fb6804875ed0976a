import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent as Press, type RefObject } from 'react'

/** So near to an edge of the window, in px, a drag scrolls the page. */
const edge = 72
const settleMs = 140

interface Held {
  readonly key: string
  readonly row: HTMLElement
  /** from the row's top to the pointer */
  readonly grip: number
  pointer: number
  place: number
}

interface DragHandlers {
  /** the row is nearer to another place now, from 0 */
  readonly move: (key: string, place: number) => void
  readonly drop: (key: string, place: number) => void
  readonly cancel: () => void
}

export interface DragRows {
  /** the row in the hand, by its `data-slide` */
  readonly held: string | undefined
  /** on the handle's pointerdown: a mouse, a finger or a pen */
  readonly take: (event: Press<HTMLElement>) => void
}

/**
 * Drags rows of a list (elements marked `data-slide` with their key) to other places. The row follows the pointer, the
 * others make way as soon as it is nearer to another place; Esc puts it back. Listens on the window and captures nothing:
 * a captured row would be let go when the list is re-ordered under the hand.
 */
export function useDragRows(on: DragHandlers): DragRows {
  const held = useRef<Held>(undefined)
  const handlers = useRef(on)
  const [key, setKey] = useState<string>()
  useLayoutEffect(() => {
    handlers.current = on
    // The list may have been drawn in another order since: the row stays under the pointer.
    if (held.current) follow(held.current)
  })
  useEffect(() => {
    if (key === undefined || !held.current) return
    return listen(held.current, handlers, () => {
      held.current = undefined
      setKey(undefined)
    })
  }, [key])
  return {
    held: key,
    take(event) {
      const row = event.currentTarget.closest<HTMLElement>('[data-slide]')
      if (!row || event.button !== 0 || !event.isPrimary) return
      event.preventDefault()
      const grip = event.clientY - row.getBoundingClientRect().top
      held.current = { key: row.dataset.slide!, row, grip, pointer: event.clientY, place: rowsBeside(row).indexOf(row) }
      setKey(held.current.key)
    },
  }
}

function listen(held: Held, handlers: RefObject<DragHandlers>, end: () => void) {
  let scrolling = 0
  const look = () => {
    follow(held)
    const place = placeOf(held)
    if (place === held.place) return
    held.place = place
    handlers.current.move(held.key, place)
  }
  const scroll = () => {
    const past = held.pointer < edge ? held.pointer - edge : Math.max(0, held.pointer - innerHeight + edge)
    scrolling = past === 0 ? 0 : requestAnimationFrame(scroll)
    if (past === 0) return
    scrollBy(0, past / 6)
    look()
  }
  const onMove = (event: PointerEvent) => {
    if (!event.isPrimary) return
    held.pointer = event.clientY
    look()
    if (scrolling === 0) scroll()
  }
  const release = () => {
    settle(held.row)
    end()
  }
  const onUp = (event: PointerEvent) => {
    if (!event.isPrimary) return
    handlers.current.drop(held.key, held.place)
    release()
  }
  const onCancel = () => {
    handlers.current.cancel()
    release()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onCancel()
  }
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', onUp)
  addEventListener('pointercancel', onCancel)
  addEventListener('keydown', onKey, true)
  return () => {
    cancelAnimationFrame(scrolling)
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', onUp)
    removeEventListener('pointercancel', onCancel)
    removeEventListener('keydown', onKey, true)
  }
}

const rowsBeside = (row: HTMLElement) => [...row.parentElement!.querySelectorAll<HTMLElement>(':scope > [data-slide]')]

/** Where the row's top would be, from the top of the list. */
const wanted = ({ row, pointer, grip }: Held) => pointer - grip - row.parentElement!.getBoundingClientRect().top

function follow(held: Held) {
  const { row } = held
  const list = row.parentElement!
  const highest = list.clientHeight - row.offsetHeight
  const top = Math.min(Math.max(wanted(held), -12), highest + 12)
  row.style.transform = `translateY(${top - (row.offsetTop - list.offsetTop)}px)`
}

/** The place whose top is nearest, with the other rows closed up: rows need not be of one height. */
function placeOf(held: Held): number {
  const top = wanted(held)
  let at = 0
  let place = 0
  let nearest = Math.abs(top)
  rowsBeside(held.row)
    .filter((row) => row !== held.row)
    .forEach((row, index) => {
      at += row.offsetHeight
      if (Math.abs(top - at) >= nearest) return
      nearest = Math.abs(top - at)
      place = index + 1
    })
  return place
}

function settle(row: HTMLElement) {
  const from = row.style.transform
  row.style.transform = ''
  if (from === '' || matchMedia('(prefers-reduced-motion: reduce)').matches) return
  row.animate([{ transform: from }, { transform: 'none' }], { duration: settleMs, easing: 'ease-out' })
}
