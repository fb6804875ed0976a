/** What a hand does to a square; places and distances in fractions of its side. */
interface Gestures {
  hover(fx: number, fy: number): void
  leave(): void
  tap(fx: number, fy: number): void
  pan(dx: number, dy: number): void
  zoom(factor: number, fx: number, fy: number): void
  /** a drag draws a region, whatever key is held */
  brushing(): boolean
  brushFrom(fx: number, fy: number): void
  brushTo(fx: number, fy: number): void
  /** with false the region is dropped: another finger, or the browser, took the press away */
  brushEnd(done: boolean): void
  /** false where a drag has nowhere to go: it is a hover then */
  canPan(): boolean
}

/** A press that moves less than this many CSS pixels is a tap. */
const slop = { mouse: 4, touch: 10 }

/**
 * Mouse: move hovers, drag pans, Shift and drag draws a region, click taps. Touch: a tap taps, two fingers pan and
 * pinch; one finger is left to the page (`touch-action: pan-y`) unless it was asked to draw a region. The wheel zooms
 * only with Ctrl or ⌘. Returns what undoes it.
 */
export function attachGestures(surface: HTMLElement, gestures: Gestures): () => void {
  const undo = new AbortController()
  attachPointer(surface, gestures, undo.signal)
  attachFingers(surface, gestures, undo.signal)
  attachWheel(surface, gestures, undo.signal)
  return () => undo.abort()
}

interface Press {
  readonly id: number
  readonly x: number
  readonly y: number
  lastX: number
  lastY: number
  moved: boolean
  readonly brush: boolean
}

function attachPointer(surface: HTMLElement, gestures: Gestures, signal: AbortSignal): void {
  let press: Press | undefined
  const slopOf = (event: PointerEvent) => (event.pointerType === 'touch' ? slop.touch : slop.mouse)

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    if (!event.isPrimary) return release()
    const { clientX: x, clientY: y } = event
    const brush = event.shiftKey || gestures.brushing()
    press = { id: event.pointerId, x, y, lastX: x, lastY: y, moved: false, brush }
    if (brush) gestures.brushFrom(...placeOf(surface, x, y))
    if (brush || event.pointerType !== 'touch') surface.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (press && event.pointerId === press.id) {
      press.moved ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) > slopOf(event)
      if (press.brush)
        return press.moved ? gestures.brushTo(...placeOf(surface, event.clientX, event.clientY)) : undefined
      if (event.pointerType === 'touch') return
      if (press.moved && gestures.canPan()) return drag(event, press)
    }
    if (event.pointerType !== 'touch') gestures.hover(...placeOf(surface, event.clientX, event.clientY))
  }
  const drag = (event: PointerEvent, held: Press) => {
    const side = surface.clientWidth
    surface.dataset.dragging = ''
    gestures.pan((event.clientX - held.lastX) / side, (event.clientY - held.lastY) / side)
    held.lastX = event.clientX
    held.lastY = event.clientY
  }
  const up = (event: PointerEvent) => {
    const held = press && event.pointerId === press.id ? press : undefined
    release(held?.moved)
    if (held && !held.moved) gestures.tap(...placeOf(surface, event.clientX, event.clientY))
  }
  const release = (done = false) => {
    if (press?.brush) gestures.brushEnd(done)
    press = undefined
    delete surface.dataset.dragging
  }
  surface.addEventListener('pointerdown', down, { signal })
  surface.addEventListener('pointermove', move, { signal })
  surface.addEventListener('pointerup', up, { signal })
  surface.addEventListener('pointercancel', () => release(), { signal })
  surface.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && gestures.leave(), { signal })
}

function attachFingers(surface: HTMLElement, gestures: Gestures, signal: AbortSignal): void {
  let before: { x: number; y: number; apart: number } | undefined

  const follow = (event: TouchEvent) => {
    const [one, two] = [event.touches[0], event.touches[1]]
    if (!one || !two) {
      before = undefined
      return
    }
    // Two fingers are ours, whatever touch-action leaves to the page; one never is.
    if (event.cancelable) event.preventDefault()
    const [x, y] = placeOf(surface, (one.clientX + two.clientX) / 2, (one.clientY + two.clientY) / 2)
    const apart = Math.max(Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY), 1)
    if (before) {
      gestures.pan(x - before.x, y - before.y)
      gestures.zoom(apart / before.apart, x, y)
    }
    before = { x, y, apart }
  }
  const lift = (event: TouchEvent) => {
    if (event.touches.length < 2) before = undefined
  }
  surface.addEventListener('touchstart', follow, { signal, passive: false })
  surface.addEventListener('touchmove', follow, { signal, passive: false })
  surface.addEventListener('touchend', lift, { signal })
  surface.addEventListener('touchcancel', lift, { signal })
}

function attachWheel(surface: HTMLElement, gestures: Gestures, signal: AbortSignal): void {
  const turn = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    // A notch of a wheel is 100 to 120, a pinch on a pad a few: cut, so that both feel alike.
    const delta = Math.min(Math.max(event.deltaY * lines, -40), 40)
    gestures.zoom(Math.exp(-delta / 100), ...placeOf(surface, event.clientX, event.clientY))
  }
  surface.addEventListener('wheel', turn, { signal, passive: false })
}

function placeOf(surface: HTMLElement, clientX: number, clientY: number): [fx: number, fy: number] {
  const box = surface.getBoundingClientRect()
  return [(clientX - box.left) / box.width, (clientY - box.top) / box.height]
}
