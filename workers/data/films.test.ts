import { expect, test } from 'vitest'
import { genres } from './audience-archetypes.ts'
import { films } from './films.ts'
import { toneVectors } from './tones.ts'

test('at least 320 films, broad in decade, country and genre', () => {
  expect(films.length).toBeGreaterThanOrEqual(320)
  expect(new Set(films.map(({ year }) => Math.floor(year / 10))).size).toBeGreaterThanOrEqual(10)
  expect(new Set(films.map(({ country }) => country)).size).toBeGreaterThanOrEqual(30)
  for (const genre of genres) expect(films.filter((film) => film.genres.includes(genre)).length).toBeGreaterThan(10)
})

test('no film stands there twice, and they stand oldest first', () => {
  expect(new Set(films.map(({ title, year }) => `${title} ${year}`)).size).toBe(films.length)
  for (let i = 1; i < films.length; i++) expect(films[i]!.year).toBeGreaterThanOrEqual(films[i - 1]!.year)
})

test.each(films.map((film) => [film.title, film] as const))('%s is complete', (_, film) => {
  const words = film.description.split(/\s+/).length
  expect(words).toBeGreaterThanOrEqual(15)
  expect(words).toBeLessThanOrEqual(35)
  expect(film.director).not.toBe('')
  expect([1, 2, 3, 4, 5]).toContain(film.fame)
  for (const list of [film.genres, film.tones]) {
    expect(list.length).toBeGreaterThan(0)
    expect(new Set(list).size).toBe(list.length)
  }
  for (const genre of film.genres) expect(genres).toContain(genre)
})

test('tones part films as one would: Toy Story light, Seven dark, Mad Max lively, The Turin Horse quiet', () => {
  const vectors = toneVectors(films)
  const at = (title: string) => {
    const i = films.findIndex((film) => film.title === title)
    return { light: vectors[2 * i]!, lively: vectors[2 * i + 1]! }
  }
  expect(at('Toy Story').light).toBeGreaterThan(1)
  expect(at('Seven').light).toBeLessThan(-1)
  expect(at('Mad Max: Fury Road').lively).toBeGreaterThan(1)
  expect(at('The Turin Horse').lively).toBeLessThan(-1)
})

test('a tone without a place on the axes is refused', () => {
  expect(() => toneVectors([{ title: 'Some film', tones: ['crunchy'] }])).toThrow('Some film: there is no tone crunchy')
})
