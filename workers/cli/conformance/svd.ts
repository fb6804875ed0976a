import { recommend, type Recommender, type TrainingData } from '../../contract/system.ts'
import { svd as algorithm } from '../../algorithms/svd/svd.ts'
import { withSettings } from '../../contract/spec.ts'
import type { Device } from '../../device/device.ts'
import { ratedBy, tieOn, toleranceOn, trained, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectList, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

interface Inputs {
  readonly ratings: readonly (readonly number[])[]
  readonly n_factors: number
}

interface WantedList {
  readonly user: number
  readonly n: number
  /** without what was rated */
  readonly correct: readonly (readonly [number, number])[]
  readonly near_tie?: boolean
}

interface Wanted {
  readonly global_mean?: number
  readonly singular_values?: readonly number[]
  readonly next_singular_value?: number
  /** unclipped, of everybody for everything */
  readonly predictions?: unknown
  readonly recommend_excluding_rated?: readonly WantedList[]
}

/** The course's settings: the mean of all ratings taken from each, what is missing left at 0. */
export const svd: Adapter = async ({ inputs, expected, expected_correct }, own, device) => {
  const given = inputs as Inputs
  const tolerance = toleranceOn(device, own)
  if (typeof expected_correct === 'string') return await expectWhole(given, device, tolerance)
  const want = expected as Wanted
  const known = ['global_mean', 'singular_values', 'next_singular_value', 'predictions', 'recommend_excluding_rated']
  checkKeys('expected', want, known)
  const data = trainingData(given.ratings)
  await withFactors(given.n_factors, data, device, (recommender) => {
    if (want.singular_values) expectClose('singular values', valuesOf(recommender), want.singular_values, tolerance)
    if (want.predictions) expectClose('predictions', scoresOfAll(recommender, data), want.predictions, tolerance)
    for (const list of want.recommend_excluding_rated ?? [])
      expectRecommended(list, recommender, data, device, tolerance)
  })
  if (want.next_singular_value !== undefined) {
    await withFactors(given.n_factors + 1, data, device, (recommender) => {
      const next = valuesOf(recommender)[given.n_factors]
      expectClose('the next singular value', next, want.next_singular_value, tolerance)
    })
  }
  // Someone who has rated nothing is nothing but the mean.
  if (want.global_mean !== undefined) {
    const withNobody = trainingData([...given.ratings, given.ratings[0].map(() => 0)])
    await withFactors(given.n_factors, withNobody, device, (recommender) => {
      const scores = Array.from(recommender.person(given.ratings.length).scores())
      expectClose('mean', scores, Array(scores.length).fill(want.global_mean), tolerance)
    })
  }
}

async function withFactors(
  factors: number,
  data: TrainingData,
  device: Device,
  look: (recommender: Recommender) => void,
): Promise<void> {
  await trained(algorithm, data, withSettings(algorithm.spec, 'course', { factors }), device, look)
}

function valuesOf(recommender: Recommender): number[] {
  const { singularValues } = recommender.export()
  if (!(singularValues instanceof Float64Array)) throw new Mismatch('the singular values are not exported')
  return Array.from(singularValues)
}

function scoresOfAll(recommender: Recommender, data: TrainingData): number[][] {
  return Array.from({ length: data.interactions.ratings.rows }, (_, user) =>
    Array.from(recommender.person(user).scores()),
  )
}

function expectRecommended(
  { user, n, correct, near_tie = false }: WantedList,
  recommender: Recommender,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
) {
  const person = recommender.person(user)
  const scores = person.scores()
  const got = recommend(person, n, ratedBy(data, user))
  const scoreOf = (item: number) => scores[item]
  expectList(`${n} for person ${user}`, got, correct, { tolerance, nearTie: near_tie, tie: tieOn(device), scoreOf })
}

/**
 * Cases that are described in words: whole numbers are as good as any, and more factors than the matrix has are as many
 * as it has. With all of them it is rebuilt cell by cell; a missing one is the mean.
 */
async function expectWhole({ ratings, n_factors }: Inputs, device: Device, tolerance: Tolerance) {
  const data = trainingData(ratings)
  const most = Math.min(ratings.length, ratings[0].length)
  const given = ratings.flat().filter((rating) => rating > 0)
  const mean = given.reduce((sum, rating) => sum + rating, 0) / given.length
  const whole = ratings.map((row) => row.map((rating) => (rating > 0 ? rating : mean)))
  await withFactors(Math.max(n_factors, most), data, device, (recommender) => {
    if (valuesOf(recommender).length !== most) throw new Mismatch(`there are not ${most} factors`)
    expectClose('the matrix with all factors', scoresOfAll(recommender, data), whole, tolerance)
  })
}
