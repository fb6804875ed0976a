import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutToFit, shortTitle } from './short-title.ts'

test('a long title is cut at a word', () => {
  expect(shortTitle('Heat', 10)).toBe('Heat')
  expect(shortTitle('The Lord of the Rings: The Two Towers', 28)).toBe('The Lord of the Rings: The…')
  expect(shortTitle('Donaudampfschifffahrt', 10)).toBe('Donaudamp…')
})

test('a name is cut where it does not fit, and only there', () => {
  const widthOf = (text: string) => 10 * text.length
  expect(cutToFit('Solaris', 70, widthOf)).toBe('Solaris')
  expect(cutToFit('The Mirror', 60, widthOf)).toBe('The M…')
  expect(cutToFit('The Mirror', 50, widthOf)).toBe('The…')
  expect(cutToFit('Stalker', 3, widthOf)).toBe('…')
})

test('however long a title is, it is measured a bounded number of times', () => {
  let measured = 0
  const widthOf = (text: string) => (measured += text.length)
  cutToFit('x'.repeat(10_000), 50, widthOf)
  expect(measured).toBeLessThan(10_000)
})

test('no letter is cut from its marks or in two, and what is isolated stays so', () => {
  const letters = fc.constantFrom('हि', 'न्', 'दी', '𝒜', '🎬', 'e\u0301', 'ש', ' ', 'x')
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 30 }), fc.integer({ min: 2, max: 30 }), (parts, most) => {
      const title = parts.join('')
      const short = shortTitle(title, most)
      expect(short.length).toBeLessThanOrEqual(Math.max(most, 1))
      if (short === title) return
      const kept = short.slice(0, -1)
      expect(title.startsWith(kept)).toBe(true)
      expect(title.slice(kept.length)).not.toMatch(/^[\p{M}\udc00-\udfff]/u)
      const isolated = shortTitle(`\u2068${title}\u2069`, most)
      expect(isolated === '…' || (isolated.startsWith('\u2068') && isolated.endsWith('\u2069'))).toBe(true)
    }),
  )
})
