import { describe, expect, test } from 'vitest'
import { filmsDataset } from '../../data/audience.ts'
import type { BiasedFactors } from './epoch.ts'
import { random } from '../../lib/random.ts'
import { sparseFromDense } from '../../lib/sparse.ts'
import type { Frame } from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { factorPatch } from './factor-patch.ts'
import { funkSvd } from './funk-svd.ts'
import { learnedPerson } from './learned-person.ts'
import { scheduleOf } from './schedule.ts'

const films = filmsDataset()
const data = { interactions: films.interactions, items: films.items, scale: films.scale }
const context = { data, seed: 42, device: { kind: 'cpu', reason: 'a test' } } as const

async function trained<T>(settings: Settings, look: (frame: Frame) => Promise<T>): Promise<T> {
  for await (const frame of funkSvd.train(context, settings)) {
    if (frame.step === Number(settings.epochs)) return await look(frame)
  }
  throw new Error('training ended early')
}

describe.each(['course', 'tuned', 'tuned-rating'] as const)('%s', (preset) => {
  test.each([{}, { factors: 0 }])('the loss falls at every epoch, %j', async (changes) => {
    let before = Infinity
    for await (const frame of funkSvd.train(context, withSettings(funkSvd.spec, preset, changes))) {
      const loss = await frame.loss!()
      expect(loss).toBeLessThan(before)
      before = loss
    }
  })
})

test('guesses of stars stay on the scale, though scores may not', async () => {
  await trained(withSettings(funkSvd.spec, 'tuned-rating'), async (frame) => {
    const recommender = await frame.recommender()
    const someone = recommender.person(3)
    const scores = someone.scores()
    scores.forEach((score, item) => expect(someone.predict!(item)).toBe(Math.min(5, Math.max(0.5, score))))
    expect(Math.max(...scores)).toBeGreaterThan(3)
  })
})

test.each(['course', 'tuned', 'tuned-rating'] as const)(
  '%s: everybody is explained from the films they rated, or from their factors where that would leave much over',
  async (preset) => {
    const byFilms = await trained(withSettings(funkSvd.spec, preset), async (frame) => {
      const recommender = await frame.recommender()
      let count = 0
      for (let user = 0; user < 600; user += 10) {
        const { score, contributions, unsettled = 0 } = recommender.person(user).explain(user % 300)
        expect(contributions.reduce((sum, { amount }) => sum + amount, unsettled)).toBeCloseTo(score, 9)
        expect(Math.abs(unsettled)).toBeLessThanOrEqual(0.05 * score)
        const past = contributions.flatMap(({ item }) => item ?? [])
        if (past.length === 0) continue
        const own = ratingsOfRow(data.interactions.ratings, user)
        expect(past.sort((a, b) => a - b)).toEqual(own.map(({ item }) => item))
        count++
      }
      return count
    })
    expect(byFilms).toBeGreaterThan(preset === 'course' ? 40 : 58)
  },
)

describe('the schedule', () => {
  const schedule = scheduleOf(films.interactions.ratings, 42)

  test('has every rating once', () => {
    const { ratings } = films.interactions
    const list = Array.from(schedule.rating, (rating, e) => ({
      user: schedule.person[e],
      item: schedule.item[e],
      rating,
    }))
    list.sort((a, b) => a.user - b.user || a.item - b.item)
    const all = Array.from({ length: ratings.rows }, (_, user) =>
      ratingsOfRow(ratings, user).map((rated) => ({ user, ...rated })),
    )
    expect(list).toEqual(all.flat())
  })

  test('never meets a person or an item in two blocks of a stratum', () => {
    const { blocks, start, person, item } = schedule
    expect(blocks).toBe(64)
    for (let s = 0; s < blocks; s++) {
      for (const ids of [person, item]) {
        const seen = new Map<number, number>()
        for (let b = s * blocks; b < (s + 1) * blocks; b++) {
          for (const id of ids.subarray(start[b], start[b + 1])) {
            expect(seen.get(id) ?? b).toBe(b)
            seen.set(id, b)
          }
        }
      }
    }
  })

  test('gives another seed another order', () => {
    expect(scheduleOf(films.interactions.ratings, 42)).toEqual(schedule)
    expect(scheduleOf(films.interactions.ratings, 43).item).not.toEqual(schedule.item)
  })
})

describe('someone new', () => {
  const from = random(8)
  const size = 7
  const items = Float64Array.from({ length: 20 * size }, () => 0.5 * from.normal())
  const filmRows: BiasedFactors = { people: new Float64Array(0), items, factors: size - 1 }
  const rated = [4, 1, 17, 9].map((item) => ({ item, rating: 1 + from.integer(5) }))
  const lesson = { mean: 3.2, rate: 0.05, regularization: 0.1, epochs: 12 }

  /** The same, one rating after the other. */
  function taught(epochs: number, { mean, rate, regularization } = lesson) {
    const x = new Float64Array(size)
    for (let t = 0; t < epochs; t++) {
      for (const { item, rating } of rated) {
        const q = items.slice(item * size, (item + 1) * size)
        let error = rating - mean - q[0]
        q[0] = 1
        q.forEach((a, f) => (error -= a * x[f]))
        q.forEach((a, f) => (x[f] += rate * (error * a - regularization * x[f])))
      }
    }
    return x
  }

  test.each([0, 1, 12])('is taught as by %i epochs, one rating after the other', (epochs) => {
    const { row } = learnedPerson(rated, filmRows, { ...lesson, epochs })
    taught(epochs).forEach((x, f) => expect(row[f]).toBeCloseTo(x, 12))
  })

  test('comes, after many epochs, near the ridge regression of their part of the loss', () => {
    const many = { ...lesson, rate: 0.001, epochs: 60_000 }
    const { row } = learnedPerson(rated, filmRows, many)
    const gradient = new Float64Array(size)
    for (const { item, rating } of rated) {
      const q = items.slice(item * size, (item + 1) * size)
      let error = rating - many.mean - q[0]
      q[0] = 1
      q.forEach((a, f) => (error -= a * row[f]))
      q.forEach((a, f) => (gradient[f] += error * a - many.regularization * row[f]))
    }
    for (const g of gradient) expect(Math.abs(g)).toBeLessThan(0.01)
  })

  test('owes each film its part: together they are p·q, and a film less changes what it added', () => {
    const { row, contributions } = learnedPerson(rated, filmRows, lesson)
    for (const item of [0, 4, 19]) {
      let product = 0
      for (let f = 1; f < size; f++) product += row[f] * items[item * size + f]
      const parts = contributions(item)
      expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(product, 12)
      // a rating at just the mean and bias of its film says nothing
      const silent = rated.map((one, j) => (j === 2 ? { ...one, rating: 3.2 + items[one.item * size] } : one))
      const without = learnedPerson(silent, filmRows, lesson).contributions(item)
      expect(without[2].amount).toBeCloseTo(0, 12)
      expect(without[0].amount).toBeCloseTo(parts[0].amount, 12)
    }
  })
})

describe('the patch', () => {
  const [people, items, k] = [30, 40, 5]
  const from = random(9)
  const draw = (rows: number) => Float64Array.from({ length: rows * (k + 1) }, () => from.normal())
  const rows = { people: draw(people), items: draw(items), factors: k }
  const ratings = sparseFromDense(
    Array.from({ length: people }, () => Array.from({ length: items }, () => from.integer(6))),
  )
  const patch = factorPatch(rows, 3, ratings)
  const ids = { people: patch.people as Uint32Array, items: patch.items as Uint32Array }
  const [own, theirs] = [patch.personFactors as Float32Array, patch.itemFactors as Float32Array]
  const spectrum = patch.spectrum as Float32Array

  test('rebuilds every guess from base and all factors', () => {
    const base = patch.base as Float32Array
    ids.people.forEach((person, p) => {
      ids.items.forEach((item, i) => {
        let [guess, rebuilt] = [3 + rows.people[person * (k + 1)] + rows.items[item * (k + 1)], base[p * 32 + i]]
        for (let f = 0; f < k; f++) {
          guess += rows.people[person * (k + 1) + 1 + f] * rows.items[item * (k + 1) + 1 + f]
          rebuilt += own[p * k + f] * theirs[i * k + f]
        }
        expect(rebuilt).toBeCloseTo(guess, 4)
      })
    })
  })

  test('has the singular values of PQᵀ, strongest first: their squares are its squared length', () => {
    let squares = 0
    for (let u = 0; u < people; u++) {
      for (let i = 0; i < items; i++) {
        let product = 0
        for (let f = 1; f <= k; f++) product += rows.people[u * (k + 1) + f] * rows.items[i * (k + 1) + f]
        squares += product * product
      }
    }
    expect(spectrum.reduce((sum, s) => sum + s * s, 0) / squares).toBeCloseTo(1, 5)
    expect([...spectrum]).toEqual([...spectrum].sort((a, b) => b - a))
  })

  test('turned once more it stays as it is, whatever turn the factors were given', () => {
    const turned = { ...rows, people: rows.people.slice(), items: rows.items.slice() }
    for (const side of [turned.people, turned.items]) {
      for (let at = 1; at < side.length; at += k + 1) {
        const [x, y] = [side[at], side[at + 1]]
        side[at] = 0.6 * x - 0.8 * y
        side[at + 1] = 0.8 * x + 0.6 * y
      }
    }
    const again = factorPatch(turned, 3, ratings)
    own.forEach((x, at) => expect((again.personFactors as Float32Array)[at]).toBeCloseTo(x, 3))
    theirs.forEach((x, at) => expect((again.itemFactors as Float32Array)[at]).toBeCloseTo(x, 4))
  })

  test('without factors, and with factors of zero, is finite', () => {
    const none = factorPatch(
      { people: new Float64Array(people), items: new Float64Array(items), factors: 0 },
      3,
      ratings,
    )
    expect([none.spectrum, none.itemFactors]).toEqual([new Float32Array(0), new Float32Array(0)])
    const zero = { people: new Float64Array(people * (k + 1)), items: rows.items, factors: k }
    const { personFactors, itemFactors, spectrum: flat } = factorPatch(zero, 3, ratings)
    expect([...(personFactors as Float32Array), ...(flat as Float32Array)].every((x) => x === 0)).toBe(true)
    expect((itemFactors as Float32Array).every(Number.isFinite)).toBe(true)
  })
})
