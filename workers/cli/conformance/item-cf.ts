import { recommend, type Recommender, type TrainingData } from '../../algorithms/algorithm.ts'
import { itemCf as algorithm } from '../../algorithms/item-cf/item-cf.ts'
import { withSettings, type Settings } from '../../algorithms/spec.ts'
import type { Device } from '../../device/device.ts'
import { ratedBy, tieOn, toleranceOn, trained, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectList, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

interface Inputs {
  readonly ratings: readonly (readonly number[])[]
  readonly k: number
}

interface WantedList {
  readonly user: number
  readonly n: number
  readonly items: readonly (readonly [number, number])[]
  readonly near_tie?: boolean
}

interface Wanted {
  readonly similarity?: unknown
  readonly predictions_by_k?: Readonly<Record<string, unknown>>
  readonly recommend_k5?: readonly WantedList[]
}

interface Correct {
  readonly mean_centred?: { readonly similarity?: unknown; readonly predictions_k5?: unknown }
  readonly recommend_user0_n3?: readonly (readonly [number, number])[]
}

/** The course's settings (cosine, predicted stars), and beside them adjusted cosine around each person's mean. */
export const itemCf: Adapter = async ({ inputs, expected, expected_correct }, own, device) => {
  const { ratings } = inputs as Inputs
  const data = trainingData(ratings)
  const tolerance = toleranceOn(device, own)
  const want = (expected ?? {}) as Wanted
  const correct = (expected_correct ?? {}) as Correct
  checkKeys('expected', want, ['similarity', 'predictions_by_k', 'recommend_k5'])
  checkKeys('expected_correct', correct, ['mean_centred', 'recommend_user0_n3'])

  const neighbours = new Set(['5', ...Object.keys(want.predictions_by_k ?? {})])
  for (const k of neighbours) {
    await trained(algorithm, data, courseWith({ neighbours: Number(k) }), device, async (recommender, frame) => {
      const predictions = want.predictions_by_k?.[k]
      if (predictions) expectClose(`predictions with k = ${k}`, scoresOfAll(recommender, data), predictions, tolerance)
      if (k !== '5') return
      if (want.similarity)
        expectSimilarity('similarity', await matrixOf(frame), want.similarity, data, device, tolerance)
      const lists = [...(want.recommend_k5 ?? []), ...listOfFirst(correct)]
      for (const list of lists) expectRecommended(list, recommender, data, device, tolerance)
    })
  }
  if (correct.mean_centred) await expectCentred(correct.mean_centred, data, device, tolerance)
}

function courseWith(changes: Settings): Settings {
  return withSettings(algorithm.spec, 'course', changes)
}

function listOfFirst({ recommend_user0_n3: items }: Correct): WantedList[] {
  return items ? [{ user: 0, n: 3, items }] : []
}

async function expectCentred(
  { similarity, predictions_k5, ...rest }: NonNullable<Correct['mean_centred']>,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
) {
  checkKeys('mean_centred', rest, [])
  const settings = courseWith({ measure: 'adjusted cosine', centring: 'person' })
  await trained(algorithm, data, settings, device, async (recommender, frame) => {
    const where = 'mean-centred similarity'
    if (similarity) expectSimilarity(where, await matrixOf(frame), similarity, data, device, tolerance, settings)
    if (predictions_k5)
      expectClose('mean-centred predictions', scoresOfAll(recommender, data), predictions_k5, tolerance)
  })
}

/** Unclipped predictions of everybody for everything. */
function scoresOfAll(recommender: Recommender, data: TrainingData): number[][] {
  return Array.from({ length: data.interactions.ratings.rows }, (_, user) =>
    Array.from(recommender.person(user).scores()),
  )
}

async function matrixOf(frame: Parameters<Parameters<typeof trained>[4]>[1]): Promise<Float64Array> {
  const { matrix } = (await frame.state()).arrays
  if (!(matrix instanceof Float64Array)) throw new Mismatch('the similarities are not kept')
  return matrix
}

/** The matrix, and the arithmetic that the page shows for each of its cells. */
function expectSimilarity(
  where: string,
  matrix: Float64Array,
  want: unknown,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
  settings: Settings = courseWith({}),
) {
  const size = data.items.length
  const rows = Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size))
  expectClose(where, rows, want, tolerance)
  if (device.kind !== 'cpu' || !algorithm.pair) return
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const { similarity } = algorithm.pair(data, settings, a, b)
      expectClose(`${where} of the pair ${a}, ${b}`, similarity, (want as number[][])[a][b], tolerance)
    }
  }
}

function expectRecommended(
  { user, n, items, near_tie = false }: WantedList,
  recommender: Recommender,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
) {
  const person = recommender.person(user)
  const scores = person.scores()
  const got = recommend(person, n, ratedBy(data, user))
  const scoreOf = (item: number) => scores[item]
  expectList(`${n} for person ${user}`, got, items, { tolerance, nearTie: near_tie, tie: tieOn(device), scoreOf })
}
