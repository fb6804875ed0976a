import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  codeOf,
  colours,
  cssOf,
  firstColour,
  inkOn,
  lookOf,
  luminance,
  notYet,
  pixelOf,
  undefinedCell,
} from './colour-scales.ts'

const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8')
const [lightCss, darkCss] = css.split("[data-theme='dark']") as [string, string]
const groundOf = (block: string) => {
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)![1]!
  return { paper: token('paper'), sunken: token('sunken'), line: token('line'), edge: token('edge') }
}
const themes = { light: groundOf(lightCss), dark: groundOf(darkCss) }
const cases = (['light', 'dark'] as const).flatMap((theme) =>
  (['sequential', 'diverging'] as const).map((scale) => ({ theme, scale, look: lookOf(scale, themes[theme]) })),
)
const contrast = (one: number, other: number) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}
const distance = (one: number, other: number) =>
  Math.hypot(...[0, 8, 16].map((shift) => ((one >> shift) & 255) - ((other >> shift) & 255)))

describe('the code of a value', () => {
  it('spreads the domain over 256 colours', () => {
    expect(codeOf(0, 0, 1)).toBe(firstColour)
    expect(codeOf(0.5, 0, 1)).toBe(firstColour + 128)
    expect(codeOf(1, 0, 1)).toBe(firstColour + 255)
    expect(codeOf(0, -1, 1)).toBe(firstColour + 128)
  })

  it('clips what lies outside, and keeps undefined apart', () => {
    expect(codeOf(-3, 0, 1)).toBe(firstColour)
    expect(codeOf(Infinity, 0, 1)).toBe(firstColour + 255)
    expect(codeOf(-Infinity, 0, 1)).toBe(firstColour)
    expect(codeOf(NaN, 0, 1)).toBe(undefinedCell)
  })
})

describe.each(cases)('the $scale colours on a $theme page', ({ theme, scale, look }) => {
  const pixel = (index: number) => look.table[firstColour + index]!

  it('have an opaque pixel for every value and none for undefined', () => {
    expect(look.table).toHaveLength(firstColour + colours)
    expect(look.table[undefinedCell]).toBe(0)
    look.table.forEach((entry, code) => code !== undefinedCell && expect(entry >>> 24).toBe(255))
  })

  it('show not yet, undefined and zero as three things', () => {
    const zero = pixel(scale === 'sequential' ? 0 : 128)
    const empty = look.table[notYet]!
    const [ground, stroke] = look.hatch.map(pixelOf) as [number, number]
    expect(contrast(zero, empty)).toBeGreaterThan(1.15)
    expect(distance(zero, empty)).toBeGreaterThan(24)
    expect(contrast(ground, stroke)).toBeGreaterThan(3)
    expect(Math.max(distance(zero, ground), distance(zero, stroke))).toBeGreaterThan(60)
  })

  it('rise evenly: in one direction, or out from the middle', () => {
    const heights = Array.from({ length: colours }, (_, index) => luminance(pixel(index)))
    const parts = scale === 'sequential' ? [heights] : [heights.slice(0, 127).reverse(), heights.slice(129)]
    const sign = scale === 'diverging' && theme === 'light' ? -1 : 1
    for (const part of parts)
      part.slice(1).forEach((height, index) => expect(sign * (height - part[index]!)).toBeGreaterThan(-0.002))
  })

  it('carry numbers that can be read', () => {
    for (let index = 0; index < colours; index++)
      expect(contrast(pixelOf(inkOn(pixel(index)) === '#000' ? '#000000' : '#ffffff'), pixel(index))).toBeGreaterThan(
        4.5,
      )
  })

  it('and the legend is drawn in the same ones', () => {
    expect(look.gradient).toContain(cssOf(pixel(0)))
    expect(look.gradient).toContain(cssOf(pixel(255)))
  })
})

describe('a pixel', () => {
  it('lies in memory as an ImageData has it', () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf('#01020f')).buffer)
    expect([...bytes]).toEqual([1, 2, 15, 255])
    expect(cssOf(pixelOf('#01020f'))).toBe('rgb(1, 2, 15)')
  })

  it('comes only from a colour of three channels', () => {
    expect(() => pixelOf('red')).toThrow("matrix: colours are written #rrggbb, got 'red'")
  })
})
