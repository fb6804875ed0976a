import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The inside size of an element in whole CSS pixels, zero before it is laid out; follows it. */
export function useElementSize<E extends Element>(): [RefObject<E | null>, Size] {
  const element = useRef<E>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const observed = element.current!
    const measure = () => {
      const next = { width: Math.floor(observed.clientWidth), height: Math.floor(observed.clientHeight) }
      setSize((last) => (last.width === next.width && last.height === next.height ? last : next))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(observed)
    measure()
    return () => observer.disconnect()
  }, [])
  return [element, size]
}
