import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { films } from '../workers/data/films.ts'

const here = dirname(fileURLToPath(import.meta.url))
const { resolve: find } = createRequire(import.meta.url)
const css = readFileSync(resolve(here, 'fonts.css'), 'utf8')
const urls = [...css.matchAll(/url\('(.+?)'\)/g)].map(([, url]) => url!.replace('?no-inline', ''))

test('all fonts together weigh at most 120 kB', () => {
  const sizes = urls.map((url) => statSync(url.startsWith('.') ? resolve(here, url) : find(url)).size)
  expect(sizes.length).toBe(5)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(120_000)
})

test.each([
  ['catalogue', 'Inter', films.map(({ title, director, country }) => `${title}${director}${country}`)],
  ['descriptions', 'Source Serif 4', films.map(({ description }) => description)],
])('every letter of the %s has a font of ours', (_, family, words) => {
  const faces = css.split('@font-face').filter((face) => face.includes(`'${family} Variable'`))
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
