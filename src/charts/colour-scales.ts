export type MatrixScale = 'sequential' | 'diverging'
export type Domain = readonly [low: number, high: number]

/** What a cell is drawn as: not yet computed, undefined, or one of 256 colours from `firstColour` on. */
export const notYet = 0
export const undefinedCell = 1
export const firstColour = 2
export const colours = 256

/** How a matrix looks in one theme. */
export interface Look {
  /**
   * One 32-bit pixel (ABGR, as an ImageData lies in memory) for every code. Undefined is transparent: the hatch lies
   * under the picture, so that it is no colour of the scale.
   */
  readonly table: Uint32Array
  readonly hatch: readonly [ground: string, stroke: string]
  readonly empty: string
  /** the scale as a CSS gradient */
  readonly gradient: string
}

type Ground = Readonly<Record<'paper' | 'sunken' | 'line' | 'edge', string>>

/** Cividis (Nuñez, Anderton and Renslow 2018): as good as the same to every kind of colour vision. */
const cividis = stops(
  '#002051 #062f68 #1f3e6e #3c4d6e #575c6e #6d6c70 #7f7c75 #918c78 #a49d78 #bbaf71 #d5c164 #eed553 #fdea45',
)
/** PuOr (Brewer): purple below, pale in the middle, orange above. */
const purpleOrange = stops('#2d004b #542788 #8073ac #b2abd2 #d8daeb #f7f7f7 #fee0b6 #fdb863 #e08214 #b35806 #7f3b08')
/** The same hues on a dark page: its middle is dark there, so that what is near zero does not glare. */
const purpleOrangeDark = stops(
  '#dccfff #b39df0 #8b73cf #65529b #484160 #3a3940 #58482f #8c6326 #c58326 #f0ab4c #ffd595',
)

const darkHatch = ['#1d1c1a', '#7c776e'] as const

/** The look of a scale on a page of these colours. */
export function lookOf(scale: MatrixScale, ground: Ground): Look {
  const dark = luminance(pixelOf(ground.paper)) < 0.2
  const ramp = scale === 'sequential' ? cividis : dark ? purpleOrangeDark : purpleOrange
  // The pale middle of the light diverging scale is close to a sunken surface: not yet is darker there.
  const empty = scale === 'diverging' && !dark ? ground.line : ground.sunken
  const table = new Uint32Array(firstColour + colours)
  table[notYet] = pixelOf(empty)
  for (let index = 0; index < colours; index++) table[firstColour + index] = along(ramp, index / (colours - 1))
  const shown = Array.from({ length: 33 }, (_, index) => cssOf(along(ramp, index / 32)))
  // Seen from afar a hole must be quieter than zero: dark where zero is dark, pale where it is pale.
  const hatch = scale === 'diverging' && !dark ? ([ground.line, ground.edge] as const) : darkHatch
  return { table, hatch, empty, gradient: `linear-gradient(90deg, ${shown.join(', ')})` }
}

/** The code of a value (NaN: undefined); what lies outside the domain takes the colour of its end. */
export function codeOf(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return undefinedCell
  const place = Math.floor(((value - low) / (high - low)) * colours)
  return firstColour + (place < 0 ? 0 : place >= colours ? colours - 1 : place)
}

/** Black or white, whichever reads better on a pixel (WCAG contrast). */
export function inkOn(pixel: number): string {
  return luminance(pixel) > 0.179 ? '#000' : '#fff'
}

/** Relative luminance of a pixel, 0 to 1 (WCAG). */
export function luminance(pixel: number): number {
  return 0.2126 * linear(pixel & 255) + 0.7152 * linear((pixel >> 8) & 255) + 0.0722 * linear((pixel >> 16) & 255)
}

export function cssOf(pixel: number): string {
  return `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`
}

/** An opaque pixel from '#rrggbb', as the variables of the page are written. Throws on anything else. */
export function pixelOf(colour: string): number {
  const channels = /^#([0-9a-f]{6})$/i.exec(colour.trim())
  if (!channels) throw new Error(`matrix: colours are written #rrggbb, got '${colour}'`)
  const all = parseInt(channels[1]!, 16)
  return opaque(all >> 16, (all >> 8) & 255, all & 255)
}

function stops(colours: string): readonly number[] {
  return colours.split(' ').map(pixelOf)
}

/** The pixel at t in [0, 1] between evenly spaced stops. */
function along(ramp: readonly number[], t: number): number {
  const place = t * (ramp.length - 1)
  const index = Math.min(Math.floor(place), ramp.length - 2)
  const [from, to, share] = [ramp[index]!, ramp[index + 1]!, place - index]
  const channel = (shift: number) => {
    const [a, b] = [(from >> shift) & 255, (to >> shift) & 255]
    return Math.round(a + (b - a) * share)
  }
  return opaque(channel(0), channel(8), channel(16))
}

function opaque(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4)
}
