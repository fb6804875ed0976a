import { describe, expect, it } from 'vitest'
import { findTitle, formatValue, pairWords, summaryWords, valueWords } from './matrix-words.ts'

describe('words of the matrix', () => {
  it('writes values with two decimals and a true minus', () => {
    expect([0.554, 1, -0.25, -0.001, 0].map(formatValue)).toEqual(['0.55', '1.00', '−0.25', '0.00', '0.00'])
  })

  it('tells zero, undefined and not yet computed apart', () => {
    expect([valueWords(0, true), valueWords(NaN, true), valueWords(0, false)]).toEqual([
      '0.00',
      'undefined',
      'not computed yet',
    ])
  })

  it('names both items, or the one with itself', () => {
    expect(pairWords(['Stalker', 'Solaris'], 0, 1)).toBe('Stalker and Solaris')
    expect(pairWords(['Stalker', 'Solaris'], 1, 1)).toBe('Solaris with itself')
  })

  it('sums the picture up', () => {
    expect(summaryWords('cosine', 2000, 1500, 'films')).toBe(
      'Cosine between 2,000 films, a row and a column for each; 1,500 of 2,000 rows computed so far',
    )
    expect(summaryWords('cosine', 5, 5, 'films')).toBe(
      'Cosine between 5 films, a row and a column for each; all rows computed',
    )
  })

  it('finds a title: itself before its beginning before any part of it', () => {
    const titles = ['Alien Nation', 'The Alien', 'Alien', 'Aliens']
    expect(findTitle(titles, ' alien ')).toBe(2)
    expect(findTitle(titles, 'aliens')).toBe(3)
    expect(findTitle(titles, 'ALIEN N')).toBe(0)
    expect(findTitle(titles, 'the a')).toBe(1)
    expect(findTitle(titles, 'nation')).toBe(0)
    expect(findTitle(titles, 'zzz')).toBeUndefined()
    expect(findTitle(titles, '  ')).toBeUndefined()
  })

  it('finds a person by their number, which it never cuts', () => {
    const people = ['Person 1', 'Person 12', 'Person 50', 'Person 1,234']
    expect([findTitle(people, '12'), findTitle(people, 'person 12'), findTitle(people, '1234')]).toEqual([1, 1, 3])
    expect(findTitle(people, '1,234')).toBe(3)
    expect([findTitle(people, '5'), findTitle(people, 'Person 5'), findTitle(people, '23')]).toEqual(
      Array(3).fill(undefined),
    )
    expect(findTitle(people, 'person')).toBe(0)
  })
})
