import { expect, test } from 'vitest'
import type { Item } from '../../workers/data/dataset.ts'
import { indexFilms, matchFilms } from './film-matches.ts'

const items: readonly Item[] = [
  { title: 'Mirror', director: 'Andrei Tarkovsky', genres: [], tones: [] },
  { title: 'The Mirror Has Two Faces', director: 'Barbra Streisand', genres: [], tones: [] },
  { title: 'Black Mirror', genres: [], tones: [] },
  { title: 'Amélie', director: 'Jean-Pierre Jeunet', genres: [], tones: [] },
  { title: 'Three Colours: Blue', director: 'Krzysztof Kieślowski', genres: [], tones: [] },
  { title: 'Stalker', director: 'Andrei Tarkovsky', genres: [], tones: [] },
]
const titles = items.map(({ title }) => title)
const index = indexFilms(titles, items)
const find = (query: string, most = 8) => matchFilms(index, query, most).map((item) => titles[item])

test('the title itself comes first, then titles that begin so, article or not', () => {
  expect(find('mirror')).toEqual(['Mirror', 'The Mirror Has Two Faces', 'Black Mirror'])
  expect(find('Mirror', 1)).toEqual(['Mirror'])
})

test('accents, case and punctuation do not matter', () => {
  expect(find('amelie')).toEqual(['Amélie'])
  expect(find('AMÉLIE')).toEqual(['Amélie'])
  expect(find('colours blue')).toEqual(['Three Colours: Blue'])
})

test('directors are found too, and words in any order', () => {
  expect(find('tarkovsky')).toEqual(['Mirror', 'Stalker'])
  expect(find('kieslowski blue')).toEqual(['Three Colours: Blue'])
})

test('nothing is found by nothing, or by what is not there', () => {
  expect(find('')).toEqual([])
  expect(find('  ?! ')).toEqual([])
  expect(find('xyzzy')).toEqual([])
})
