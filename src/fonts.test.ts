import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import { expect, test } from 'vitest'
import { films } from '../workers/data/films.ts'

const here = dirname(fileURLToPath(import.meta.url))
const { resolve: find } = createRequire(import.meta.url)
const css = readFileSync(resolve(here, 'fonts.css'), 'utf8')
const urls = [...css.matchAll(/url\('(.+?)'\)/g)].map(([, url]) => url!.replace('?no-inline', ''))
const files = urls.map((url) => (url.startsWith('.') ? resolve(here, url) : find(url)))
const ofFormulas = files.findIndex((file) => file.includes('math'))

test('all fonts of text together weigh at most 120 kB, that of formulas at most 30', () => {
  const sizes = files.map((file) => statSync(file).size)
  expect(sizes.length).toBe(6)
  const [formulas] = sizes.splice(ofFormulas, 1)
  expect(formulas).toBeLessThanOrEqual(30_000)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(120_000)
})

test('the font of formulas has kept the table that says how to set them', async () => {
  const font = await subsetFont(readFileSync(files[ofFormulas]!), 'x', { targetFormat: 'sfnt', noLayoutClosure: true })
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, table) =>
    font.toString('latin1', 12 + 16 * table, 16 + 16 * table),
  )
  expect(tables).toContain('MATH')
})

const lessons = import.meta.glob<string>('./systems/**/*.tsx', { query: '?raw', import: 'default', eager: true })
const inFormulas = Object.values(lessons).flatMap((source) =>
  [...source.matchAll(/<(?:m[oin]|Symbol)\b[^>]*>([^<{]+)</g)].map(([, text]) => text!.replace(/\s/g, '')),
)

test.each([
  ['catalogue', 'Inter', films.map(({ title, director, country }) => `${title}${director}${country}`)],
  ['descriptions', 'Source Serif 4', films.map(({ description }) => description)],
  ['formulas', 'Noto Sans Math', inFormulas],
])('every letter of the %s has a font of ours', (_, family, words) => {
  expect(words.length).toBeGreaterThan(50)
  const faces = css.split('@font-face').filter((face) => face.includes(`'${family}`))
  const ranges = faces.flatMap((face) =>
    [...face.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].map(([, low, high]) => [
      parseInt(low!, 16),
      parseInt(high ?? low!, 16),
    ]),
  )
  const missing = [...new Set(words.join(''))].filter((letter) => {
    const code = letter.codePointAt(0)!
    return !ranges.some(([low, high]) => code >= low! && code <= high!)
  })
  expect(missing).toEqual([])
})

test('nothing waits for a font', () => {
  expect(css.match(/font-display: swap/g)).toHaveLength(urls.length)
})
