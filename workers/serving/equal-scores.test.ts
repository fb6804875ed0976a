import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalised } from './hybrid/merge.ts'
import { onScale, scaleOf } from './learned-hybrid/examples.ts'
import { scaled } from './mmr/greedy.ts'

/** What each scale makes of scores, and what it says of equal ones. */
const scales: readonly (readonly [string, (scores: readonly number[]) => ArrayLike<number>, number])[] = [
  ['min-max', (scores) => normalised(listOf(scores), 'min-max'), 1],
  ['standard deviations above the last', (scores) => normalised(listOf(scores), 'z'), 1],
  ['relevance', scaled, 1],
  ['one scale with scale and bias', (scores) => onOneScale(Float64Array.from(scores)), 0],
]

const listOf = (scores: readonly number[]) => scores.map((score, item) => ({ item, score }))

function onOneScale(scores: Float64Array) {
  const scale = scaleOf(scores, { normalisation: 'z' })
  return scores.map((score) => onScale(score, scale))
}

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })

test.each(scales)(
  'equal scores on the scale of %s are what it says, whatever their mean is rounded to',
  (_, of, stated) => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 40 }), (score, length) => {
        for (const value of Array.from(of(Array.from({ length }, () => score)))) expect(value).toBeCloseTo(stated, 6)
      }),
    )
  },
)

test.each(scales)('sums of the same parts in another order are equal on the scale of %s', (_, of, stated) => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }), (parts) => {
      const sum = (terms: readonly number[]) => terms.reduce((total, term) => total + term, 0)
      const sums = [sum(parts), sum(parts.toReversed()), sum(parts.toSorted())]
      for (const value of Array.from(of(sums))) expect(value).toBeCloseTo(stated, 6)
    }),
  )
})
