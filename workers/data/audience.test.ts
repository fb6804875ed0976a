import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { films } from './films.ts'
import { archetypes } from './audience-archetypes.ts'
import { calendar } from './audience-model.ts'
import { filmsDataset, mainArchetypes, starterFilms } from './audience.ts'
import type { Dataset } from './dataset.ts'
import { fingerprint } from './fingerprint.ts'
import { readMovieLens } from './movielens.ts'

/** Version 1 of the data, for ever: links name films, people and lists by it. A change here is films@2. */
const films1 = 'a10384a5874f0f2a'

let data: Dataset
beforeAll(() => {
  data = filmsDataset()
})

const hashOf = ({ interactions: { ratings, time, context }, truth }: Dataset) =>
  fingerprint([
    ratings.start,
    ratings.column,
    ratings.value,
    time,
    ...context.map(({ code }) => code),
    truth?.liking ?? new Float32Array(),
  ])

test('films@1 is the same, bit for bit, wherever and whenever it is made', () => {
  expect(hashOf(data)).toBe(films1)
  expect(hashOf(filmsDataset())).toBe(films1)
})

describe('the audience is well formed', () => {
  test('600 people, about 30,000 whole stars from 1 to 5, 10 to 300 a person', () => {
    const { ratings } = data.interactions
    expect([ratings.rows, ratings.columns]).toEqual([600, films.length])
    expect(ratings.value.length).toBeGreaterThan(27_000)
    expect(ratings.value.length).toBeLessThan(33_000)
    expect(ratings.value.every((stars) => [1, 2, 3, 4, 5].includes(stars))).toBe(true)
    for (let p = 0; p < ratings.rows; p++) {
      const own = ratings.column.subarray(ratings.start[p], ratings.start[p + 1])
      expect(own.length).toBeGreaterThanOrEqual(10)
      expect(own.length).toBeLessThanOrEqual(300)
      expect(own.every((film, k) => k === 0 || film > own[k - 1]!)).toBe(true)
    }
  })

  test('every rating has a time in the two years, and the time of day that its clock says', () => {
    const { time, context } = data.interactions
    const ofDay = context.find(({ id }) => id === 'time of day')!
    expect(ofDay.values).toEqual(['morning', 'afternoon', 'evening', 'night'])
    const quarters = ['night', 'morning', 'afternoon', 'evening']
    time.forEach((seconds, e) => {
      const since = seconds - calendar.start
      if (since < 0 || since >= calendar.days * calendar.day) expect.fail(`rating ${e} at ${seconds}`)
      const said = ofDay.values[ofDay.code[e]!]
      if (said !== quarters[Math.floor((since % calendar.day) / (calendar.day / 4))])
        expect.fail(`rating ${e}: ${said}`)
    })
  })

  test('place, device and company have three values each, all of them used, and no television commutes', () => {
    for (const { id, values, code } of data.interactions.context) {
      expect(values.length).toBe(id === 'time of day' ? 4 : 3)
      expect(new Set(code).size).toBe(values.length)
    }
    const value = (id: string, e: number) => {
      const field = data.interactions.context.find((one) => one.id === id)!
      return field.values[field.code[e]!]
    }
    for (let e = 0; e < data.interactions.time.length; e++) {
      if (value('place', e) === 'commute' && value('device', e) === 'television') expect.fail(`rating ${e}`)
    }
  })

  test('people arrive at different times, and what is watched shifts with the weeks', () => {
    const { ratings, time } = data.interactions
    const arrivals = Array.from({ length: ratings.rows }, (_, p) =>
      Math.min(...time.subarray(ratings.start[p], ratings.start[p + 1])),
    ).sort((a, b) => a - b)
    expect((arrivals[540]! - arrivals[60]!) / calendar.day).toBeGreaterThan(365)
    // against chance: how unevenly each film's ratings fall on eight quarters of a year
    const quarter = (calendar.days * calendar.day) / 8
    const counts = new Float64Array(films.length * 8)
    const all = new Float64Array(8)
    ratings.column.forEach((film, e) => {
      const q = Math.floor((time[e]! - calendar.start) / quarter)
      counts[film * 8 + q]!++
      all[q]!++
    })
    let chiSquared = 0
    films.forEach((_, film) => {
      const own = counts.subarray(film * 8, film * 8 + 8)
      const total = own.reduce((a, b) => a + b)
      own.forEach((n, q) => {
        const expected = (total * all[q]!) / time.length
        chiSquared += ((n - expected) * (n - expected)) / expected
      })
    })
    expect(chiSquared / (7 * films.length)).toBeGreaterThan(1.3)
  })

  test('the truth is in stars about the average, and ratings follow it', () => {
    const { liking } = data.truth!
    const { ratings } = data.interactions
    expect(liking.length).toBe(600 * films.length)
    expect(Math.abs(liking.reduce((a, b) => a + b) / liking.length)).toBeLessThan(0.05)
    const pairs: [number, number][] = []
    for (let p = 0; p < ratings.rows; p++) {
      for (let e = ratings.start[p]!; e < ratings.start[p + 1]!; e++) {
        pairs.push([liking[p * films.length + ratings.column[e]!]!, ratings.value[e]!])
      }
    }
    expect(correlation(pairs)).toBeGreaterThan(0.7)
  })
})

describe('the first twelve films', () => {
  test('exist, differ, and are known to nearly everybody', () => {
    expect(new Set(starterFilms).size).toBe(12)
    for (const film of starterFilms) expect(films[film]!.fame).toBeGreaterThanOrEqual(4)
  })

  test('part the planted tastes: each archetype loves one at least and dislikes one at least', () => {
    const main = mainArchetypes()
    archetypes.forEach(({ name }, a) => {
      const people = [...main.keys()].filter((person) => main[person] === a)
      const likings = starterFilms.map(
        (film) => people.reduce((sum, p) => sum + data.truth!.liking[p * films.length + film]!, 0) / people.length,
      )
      expect(Math.max(...likings), `${name} loves one`).toBeGreaterThan(0.6)
      expect(Math.min(...likings), `${name} dislikes one`).toBeLessThan(-0.35)
    })
  })

  test('each of the twelve parts people: some love it, some do not', () => {
    for (const film of starterFilms) {
      const likings = Array.from({ length: 600 }, (_, p) => data.truth!.liking[p * films.length + film]!)
      expect(likings.filter((x) => x > 0.5).length, films[film]!.title).toBeGreaterThan(60)
      expect(likings.filter((x) => x < -0.5).length, films[film]!.title).toBeGreaterThan(60)
    }
  })
})

test('its marginals look like real ones', () => {
  const ours = marginals(data)
  const real = movieLens()
  const theirs = real && marginals(real)
  console.table(
    Object.fromEntries(
      Object.entries(ours).map(([name, value]) => [
        name,
        { films: value, 'latest-small': theirs?.[name] ?? 'skipped' },
      ]),
    ),
  )
  expect(ours['mean stars']).toBeGreaterThan(3.5)
  expect(ours['mean stars']).toBeLessThan(3.8)
  expect(ours['median a person']).toBeGreaterThan(25)
  expect(ours['most a person']).toBeLessThanOrEqual(300)
  // the long tail: a tenth of the films has far more than a tenth of the ratings
  expect(ours['share of the top tenth of films']).toBeGreaterThan(0.25)
  expect(ours['fewest a film']).toBeGreaterThan(0)
  expect(ours['Gini of films']).toBeGreaterThan(0.4)
})

function marginals({ interactions: { ratings } }: Dataset): Record<string, number> {
  const people = Array.from({ length: ratings.rows }, (_, p) => ratings.start[p + 1]! - ratings.start[p]!)
  const items = new Array<number>(ratings.columns).fill(0)
  for (const item of ratings.column) items[item]!++
  people.sort((a, b) => a - b)
  items.sort((a, b) => a - b)
  const n = ratings.value.length
  const mean = ratings.value.reduce((a, b) => a + b) / n
  const spread = Math.sqrt(ratings.value.reduce((a, b) => a + (b - mean) * (b - mean), 0) / n)
  const share = (stars: number) => round(ratings.value.filter((x) => Math.ceil(x) === stars).length / n)
  const weighted = items.reduce((sum, count, k) => sum + (2 * (k + 1) - items.length - 1) * count, 0)
  return {
    people: ratings.rows,
    films: ratings.columns,
    ratings: n,
    'mean stars': round(mean),
    'deviation of stars': round(spread),
    ...Object.fromEntries([1, 2, 3, 4, 5].map((stars) => [`share of ${stars} stars (halves up)`, share(stars)])),
    'fewest a person': people[0]!,
    'median a person': people[people.length >> 1]!,
    'most a person': people.at(-1)!,
    'fewest a film': items[0]!,
    'median a film': items[items.length >> 1]!,
    'most a film': items.at(-1)!,
    'share of the top tenth of films': round(items.slice(-Math.round(items.length / 10)).reduce((a, b) => a + b) / n),
    'Gini of films': round(weighted / (items.length * n)),
  }
}

function movieLens(): Dataset | undefined {
  const folder = new URL('../../../shared/data/ml-latest-small/', import.meta.url)
  if (!existsSync(folder)) return undefined
  const read = (path: string) => ({ path, bytes: new Uint8Array(readFileSync(new URL(path, folder))) })
  return readMovieLens({ files: ['ratings.csv', 'movies.csv'].map(read) })
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + pair[side]!, 0) / pairs.length)
  let [xy, xx, yy] = [0, 0, 0]
  for (const [x, y] of pairs) {
    const [dx, dy] = [x - mean[0]!, y - mean[1]!]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xy / Math.sqrt(xx * yy)
}

const round = (x: number) => Math.round(x * 1000) / 1000
