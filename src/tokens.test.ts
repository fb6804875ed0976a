import { readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const css = readFileSync(resolve(here, 'tokens.css'), 'utf8')

/** The colours of one theme, by name. */
function coloursOf(selector: string): ReadonlyMap<string, string> {
  const block = css.split(selector)[1]?.split('}')[0] ?? ''
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name!, hex!]))
}

/** Of the lines between the layers of a network. */
const network = readFileSync(resolve(here, 'systems/ncf/chart/network.module.css'), 'utf8')
const linkOpacity = Number(/\.link \{[^}]*opacity: ([\d.]+)/.exec(network)![1])

type Rgb = readonly [number, number, number]

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const c = part / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/** Contrast of two colours, 1 to 21, WCAG 2.2. */
function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const over = (colour: Rgb, opacity: number, ground: Rgb): Rgb =>
  colour.map((part, i) => part * opacity + ground[i]! * (1 - opacity)) as unknown as Rgb

const surfaces = ['paper', 'raised', 'sunken']
const soft = ['person-soft', 'film-soft', 'you-soft']

/** Text and what it stands on. */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...surfaces, ...soft]],
  ['ink-2', [...surfaces, ...soft]],
  ['ink-3', [...surfaces, ...soft]],
  // arrows and words of moves, errors
  ['good', [...surfaces, 'film-soft']],
  ['bad', [...surfaces, 'film-soft']],
  // the label "You" on the map
  ['you', surfaces],
  // what is chosen or primary is inverted
  ['paper', ['ink', 'ink-2']],
  ['raised', ['ink']],
]

/** Marks, edges of controls, the focus ring. */
const marks: readonly (readonly [string, readonly string[]])[] = [
  ['edge', surfaces],
  ['person', [...surfaces, 'person-soft']],
  ['film', [...surfaces, 'film-soft']],
  ['you', [...surfaces, 'you-soft', 'film-soft']],
  ['focus', [...surfaces, ...soft]],
  ['above', surfaces],
  ['below', surfaces],
]

describe.each([
  { theme: 'light', selector: ':root', pointOpacity: 0.75 },
  { theme: 'dark', selector: "[data-theme='dark']", pointOpacity: 0.6 },
])('in the $theme theme', ({ selector, pointOpacity }) => {
  const colours = coloursOf(selector)
  const colour = (name: string) => {
    const hex = colours.get(name)
    if (!hex) throw new Error(`tokens.css: no --${name} in ${selector}`)
    return rgb(hex)
  }
  const pairs = (list: typeof texts) => list.flatMap(([front, grounds]) => grounds.map((ground) => ({ front, ground })))

  test.each(pairs(texts))('text in $front on $ground has a contrast of 4.5', ({ front, ground }) => {
    expect(contrast(colour(front), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(pairs(marks))('a mark in $front on $ground has a contrast of 3', ({ front, ground }) => {
    expect(contrast(colour(front), colour(ground))).toBeGreaterThanOrEqual(3)
  })

  test.each(['person', 'film'])(`a translucent %s on the map has a contrast of 3`, (point) => {
    const ground = colour('raised')
    expect(contrast(over(colour(point), pointOpacity, ground), ground)).toBeGreaterThanOrEqual(3)
  })

  test.each(['above', 'below'])(`a translucent line %s zero has a contrast of 3`, (line) => {
    for (const name of surfaces) {
      const ground = colour(name)
      expect(contrast(over(colour(line), linkOpacity, ground), ground), name).toBeGreaterThanOrEqual(3)
    }
  })
})

test('contrast is the one of WCAG', () => {
  expect(contrast(rgb('#000000'), rgb('#ffffff'))).toBeCloseTo(21, 5)
  expect(contrast(rgb('#777777'), rgb('#ffffff'))).toBeCloseTo(4.48, 2)
})

test('no size is under 0.75 rem', () => {
  const sizes = [...css.matchAll(/--size-\d:\s*([\d.]+)rem/g)].map(([, size]) => Number(size))
  expect(sizes).toHaveLength(6)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(0.75)
})

describe('the style sheets', () => {
  const names = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))
  const sheets = names.map((name) => ({ name, text: readFileSync(resolve(here, name), 'utf8') }))

  // Where the system's colours are forced, their contrast is its own affair.
  test.each(sheets)('$name writes in colours whose contrast is computed here', ({ text }) => {
    const computed = new Set([...texts, ...marks].map(([name]) => name))
    const written = [...text.matchAll(/[{;]\s*color:\s*([^;]+);/g)].map(([, colour]) => colour!)
    const unknown = written.filter((colour) => {
      const [, name] = /^var\(--([\w-]+)\)$/.exec(colour) ?? []
      return name === undefined ? !/^(inherit|currentcolor|transparent|GrayText)$/i.test(colour) : !computed.has(name)
    })
    expect(unknown).toEqual([])
  })
})
