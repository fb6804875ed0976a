import { expect, test } from 'vitest'
import type { Lines } from './lines.ts'
import { verdict } from './verdict.ts'

const names = { main: 'ALS', fallback: 'Popularity' }

/** A difference at every length, ± 0.04; none where the main system cannot answer. */
function linesOf(gains: Readonly<Record<number, number>>, overtakes: number | undefined): Lines {
  const gain = Object.entries(gains).map(([x, y]) => ({ x: Number(x), y, low: y - 0.04, high: y + 0.04 }))
  return { lengths: gain.map(({ x }) => x), people: 300, main: gain, fallback: gain, gain, overtakes }
}

const films = linesOf({ 0: NaN, 1: -0.06, 2: 0.03, 3: 0.08, 5: 0.12 }, 3)

test('says from where the main system is better, and by how much', () => {
  expect(verdict(films, names, 3)).toBe(
    'From 3 ratings on ALS is better than Popularity: there by 0.080 (0.040–0.120). The threshold of 3 is where it pays. Measured on 300 people with at least 5 ratings; bands are 95 % intervals.',
  )
  expect(verdict(linesOf({ 1: -0.1, 2: 0.01 }, undefined), names, 1)).toMatch(
    /^Up to 2 ratings there is no number from which on ALS is clearly better than Popularity\. Measured/,
  )
})

test.each([
  [5, 'A threshold of 5 waits too long: it gives away 0.080 (0.040–0.120) at 3 ratings.'],
  [9, 'A threshold of 9 waits too long: it gives away 0.120 (0.080–0.160) at 5 ratings.'],
  [1, 'A threshold of 1 is too soon: it costs 0.060 (0.020–0.100) at 1 rating.'],
  [0, 'A threshold of 0 is too soon: it costs 0.060 (0.020–0.100) at 1 rating.'],
  [2, 'A threshold of 2 is sooner than the data can tell: at 2 ratings the difference is 0.030 (−0.010 to 0.070).'],
])('says what a threshold of %i costs', (threshold, words) => {
  expect(verdict(films, names, threshold)).toContain(words)
})

test('knows that nobody can be told from nothing', () => {
  expect(verdict(linesOf({ 0: NaN, 1: 0.2 }, 1), names, 0)).toContain(
    'Without any rating ALS cannot answer, so Popularity still does.',
  )
})
