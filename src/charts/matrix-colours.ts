import { interpolateCividis, interpolatePuOr } from 'd3-scale-chromatic'

export type MatrixScale = 'sequential' | 'diverging'
export type Domain = readonly [low: number, high: number]

/** What a cell is drawn as: not yet computed, undefined, or one of 256 colours from `firstColour` on. */
export const notYet = 0
export const undefinedCell = 1
export const firstColour = 2
export const colours = 256
export const codes = firstColour + colours

/** The code of a value (NaN: undefined); what lies outside the domain takes the colour of its end. */
export function codeOf(value: number, [low, high]: Domain): number {
  if (Number.isNaN(value)) return undefinedCell
  const place = Math.floor(((value - low) / (high - low)) * colours)
  return firstColour + Math.min(Math.max(place, 0), colours - 1)
}

/** The colour at t in [0, 1]; cividis, or PuOr: orange below, pale in the middle, purple above. */
export function colourAt(scale: MatrixScale, t: number): string {
  return scale === 'sequential' ? interpolateCividis(t) : interpolatePuOr(t)
}

/**
 * One 32-bit pixel (ABGR, as an ImageData lies in memory) for every code. Undefined is transparent: a hatch lies
 * under the picture, so that it is no colour of the scale.
 */
export function colourTable(scale: MatrixScale, notYetColour: string): Uint32Array {
  const table = new Uint32Array(codes)
  table[notYet] = pixelOf(notYetColour)
  table[undefinedCell] = 0
  for (let index = 0; index < colours; index++)
    table[firstColour + index] = pixelOf(colourAt(scale, index / (colours - 1)))
  return table
}

/** The scale as a CSS gradient, for the legend. */
export function gradientOf(scale: MatrixScale): string {
  const stops = Array.from({ length: 17 }, (_, index) => colourAt(scale, index / 16))
  return `linear-gradient(90deg, ${stops.join(', ')})`
}

/** Black or white, whichever reads better on the colour of this code (WCAG contrast). */
export function inkOn(table: Uint32Array, code: number): string {
  const pixel = table[code]!
  const luminance =
    0.2126 * linear(pixel & 255) + 0.7152 * linear((pixel >> 8) & 255) + 0.0722 * linear((pixel >> 16) & 255)
  return luminance > 0.179 ? '#000' : '#fff'
}

/** An opaque pixel from '#rgb', '#rrggbb' or 'rgb(r, g, b)'. Throws on any other colour. */
export function pixelOf(colour: string): number {
  const [red, green, blue] = channelsOf(colour.trim())
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function channelsOf(colour: string): [number, number, number] {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (long) return [parseInt(long[1]!, 16), parseInt(long[2]!, 16), parseInt(long[3]!, 16)]
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour)
  if (short) return [parseInt(short[1]!, 16) * 17, parseInt(short[2]!, 16) * 17, parseInt(short[3]!, 16) * 17]
  const parts = /^rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)$/.exec(colour)
  if (parts) return [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  throw new Error(`matrix: '${colour}' is not a colour of three channels`)
}

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4)
}
