import { useSyncExternalStore } from 'react'

/** Whether a media query holds now; follows it. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

export const reducedMotion = '(prefers-reduced-motion: reduce)'
export const coarsePointer = '(pointer: coarse)'
export const forcedColours = '(forced-colors: active)'
export const darkGround = '(prefers-color-scheme: dark)'
