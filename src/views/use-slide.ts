import { useLayoutEffect, useRef, type RefObject } from 'react'

const slideMs = 220

/**
 * Children marked `data-slide` slide from where they were to where they are when a list is re-ordered. Interrupted, they
 * go on from where they are seen; under reduced motion they are simply there.
 */
export function useSlide(list: RefObject<HTMLElement | null>): void {
  const places = useRef<ReadonlyMap<string, number>>(new Map())
  useLayoutEffect(() => {
    const box = list.current
    if (!box) return
    const marked = [...box.querySelectorAll<HTMLElement>(':scope > [data-slide]')]
    const before = places.current
    const now = new Map(marked.map((child) => [child.dataset.slide!, child.offsetTop - box.offsetTop]))
    places.current = now
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    for (const child of marked) {
      const was = before.get(child.dataset.slide!)
      const is = now.get(child.dataset.slide!)!
      if (was !== undefined && was !== is) slide(child, was - is)
    }
  })
}

function slide(child: HTMLElement, by: number) {
  const running = child.getAnimations()
  const shift = running.length > 0 ? new DOMMatrix(getComputedStyle(child).transform).m42 : 0
  for (const animation of running) animation.cancel()
  child.animate([{ transform: `translateY(${by + shift}px)` }, { transform: 'none' }], {
    duration: slideMs,
    easing: 'ease-out',
  })
}
