import { useMemo, useSyncExternalStore } from 'react'

/** The width of a chart label in pixels, at its weight. */
export type TextWidth = (text: string, weight?: number) => number

/** Chart labels are 0.75rem of the interface font. */
export const labelRem = 0.75

/** Measures chart labels; a new function once the fonts have arrived, since labels are then wider or narrower. */
export function useTextWidth(): { readonly widthOf: TextWidth; readonly fontSize: number } {
  const version = useSyncExternalStore(subscribeToFonts, () => loads)
  return useMemo(() => measurer(version), [version])
}

let loads = 0

function subscribeToFonts(listener: () => void): () => void {
  const count = () => {
    loads++
    listener()
  }
  document.fonts.addEventListener('loadingdone', count)
  return () => document.fonts.removeEventListener('loadingdone', count)
}

function measurer(_version: number) {
  const style = getComputedStyle(document.documentElement)
  const fontSize = parseFloat(style.fontSize) * labelRem
  const family = style.getPropertyValue('--font-ui').trim() || 'sans-serif'
  const context = document.createElement('canvas').getContext('2d')!
  const known = new Map<string, number>()
  const widthOf: TextWidth = (text, weight = 450) => {
    const key = `${weight}${text}`
    let width = known.get(key)
    if (width === undefined) {
      context.font = `${weight} ${fontSize}px ${family}`
      // Figures are tabular on the page, which a canvas does not know: all as wide as a zero.
      width = context.measureText(text.replace(/\d/g, '0')).width
      known.set(key, width)
    }
    return width
  }
  return { widthOf, fontSize }
}
