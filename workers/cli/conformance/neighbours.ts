import { recommend, type Algorithm, type Frame, type Recommender, type TrainingData } from '../../contract/system.ts'
import { itemCf as items } from '../../algorithms/item-cf/item-cf.ts'
import { userCf as people } from '../../algorithms/user-cf/user-cf.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import type { Device } from '../../device/device.ts'
import { ratedBy, tieOn, toleranceOn, trained, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectList, within } from './compare.ts'
import type { Tolerance } from './fixture.ts'
import { isReachable, type Candidate } from './tied-neighbours.ts'

interface Inputs {
  readonly ratings: readonly (readonly number[])[]
  readonly k: number
  /** the one that `predictions_item3` and the like are of */
  readonly item?: number
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

/** One of the two systems, and the measure that subtracts each person's mean in it. */
interface Compared {
  readonly algorithm: Algorithm
  readonly centredMeasure: string
  /** all that can be a neighbour when this person's stars for this item are predicted */
  readonly candidates: (data: TrainingData, settings: Settings, person: number, item: number) => Candidate[]
}

export const userCf = neighbours({ algorithm: people, centredMeasure: 'centred cosine', candidates: othersWhoRated })
export const itemCf = neighbours({ algorithm: items, centredMeasure: 'adjusted cosine', candidates: othersRated })

/** The course's settings (cosine, predicted stars), and beside them cosine around each person's mean. */
function neighbours(compared: Compared): Adapter {
  return async ({ inputs, expected, expected_correct }, own, device) => {
    const { ratings, item } = inputs as Inputs
    const data = trainingData(ratings)
    const on = { ...compared, data, device, tolerance: toleranceOn(device, own) }
    const { [`predictions_item${item}`]: ofItem, ...rest } = (expected ?? {}) as Readonly<Record<string, unknown>>
    const want = rest as Wanted
    const correct = (expected_correct ?? {}) as Correct
    checkKeys('expected', want, ['similarity', 'predictions_by_k', 'recommend_k5'])
    checkKeys('expected_correct', correct, ['mean_centred', 'recommend_user0_n3'])

    for (const k of new Set(['5', ...Object.keys(want.predictions_by_k ?? {})])) {
      const settings = withSettings(compared.algorithm.spec, 'course', { neighbours: Number(k) })
      await trained(compared.algorithm, data, settings, device, async (recommender, frame) => {
        const predictions = want.predictions_by_k?.[k]
        const scores = scoresOfAll(recommender, data)
        if (predictions) expectPredictions(`predictions with k = ${k}`, scores, predictions, on, settings)
        if (k !== '5') return
        if (ofItem)
          expectClose(
            `predictions of item ${item}`,
            scores.map((row) => row[item!]),
            ofItem,
            on.tolerance,
          )
        if (want.similarity) await expectSimilarity('similarity', frame, want.similarity, on, settings)
        const lists = [...(want.recommend_k5 ?? []), ...listOfFirst(correct)]
        for (const list of lists) expectRecommended(list, recommender, on)
      })
    }
    if (correct.mean_centred) await expectCentred(correct.mean_centred, on)
  }
}

/** What a case runs on, and how near it must come. */
interface Case extends Compared {
  readonly data: TrainingData
  readonly device: Device
  readonly tolerance: Tolerance
}

function listOfFirst({ recommend_user0_n3: items }: Correct): WantedList[] {
  return items ? [{ user: 0, n: 3, items }] : []
}

async function expectCentred({ similarity, predictions_k5, ...rest }: NonNullable<Correct['mean_centred']>, on: Case) {
  checkKeys('mean_centred', rest, [])
  const { algorithm, centredMeasure, data, device } = on
  const settings = withSettings(algorithm.spec, 'course', { measure: centredMeasure, centring: 'person' })
  await trained(algorithm, data, settings, device, async (recommender, frame) => {
    if (similarity) await expectSimilarity('mean-centred similarity', frame, similarity, on, settings)
    const scores = scoresOfAll(recommender, data)
    if (predictions_k5) expectPredictions('mean-centred predictions', scores, predictions_k5, on, settings)
  })
}

/** Number by number; where equally near neighbours stand at the cut, any choice among them will do. */
function expectPredictions(where: string, got: number[][], want: unknown, on: Case, settings: Settings) {
  const { candidates, data, device, tolerance } = on
  const rows = want as readonly (readonly number[])[]
  const k = Number(settings.neighbours)
  const accepted = got.map((row, person) =>
    row.map((score, item) => {
      const wanted = rows[person]?.[item]
      if (wanted === undefined || within(tolerance, score, wanted)) return score
      const mean = settings.centring === 'person' ? meanStars(data, person) : 0
      const others = candidates(data, settings, person, item)
      return isReachable(wanted - mean, others, k, { tie: tieOn(device), tolerance }) ? wanted : score
    }),
  )
  expectClose(where, accepted, want, tolerance)
}

function othersWhoRated(data: TrainingData, settings: Settings, person: number, item: number): Candidate[] {
  const { ratings } = data.interactions
  return Array.from({ length: ratings.rows }, (_, other) => other).flatMap((other) => {
    const own = ratingsOfRow(ratings, other).find((rated) => rated.item === item)
    if (!own || other === person) return []
    const mean = settings.centring === 'person' ? meanStars(data, other) : 0
    return [{ similarity: people.pair!(data, settings, person, other).similarity, value: own.rating - mean }]
  })
}

function othersRated(data: TrainingData, settings: Settings, person: number, item: number): Candidate[] {
  const mean = settings.centring === 'person' ? meanStars(data, person) : 0
  return ratingsOfRow(data.interactions.ratings, person)
    .filter((rated) => rated.item !== item)
    .map((rated) => ({
      similarity: items.pair!(data, settings, item, rated.item).similarity,
      value: rated.rating - mean,
    }))
}

function meanStars({ interactions: { ratings } }: TrainingData, person: number): number {
  const rated = ratingsOfRow(ratings, person)
  return rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length
}

/** Unclipped predictions of everybody for everything. */
function scoresOfAll(recommender: Recommender, data: TrainingData): number[][] {
  return Array.from({ length: data.interactions.ratings.rows }, (_, user) =>
    Array.from(recommender.person(user).scores()),
  )
}

/** The matrix that is drawn, and the arithmetic that the page shows for each of its cells. Undefined stands as 0. */
async function expectSimilarity(where: string, frame: Frame, want: unknown, on: Case, settings: Settings) {
  const { algorithm, data, device, tolerance } = on
  const { rows, size } = (await frame.snapshot({ fromRow: 0 })) as { rows: Float32Array; size: number }
  const got = Array.from({ length: size }, (_, i) =>
    Array.from(rows.subarray(i * size, (i + 1) * size), (s) => (Number.isNaN(s) ? 0 : s)),
  )
  expectClose(where, got, want, tolerance)
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
  { data, device, tolerance }: Case,
) {
  const person = recommender.person(user)
  const scores = person.scores()
  const got = recommend(person, n, ratedBy(data, user))
  const scoreOf = (item: number) => scores[item]
  expectList(`${n} for person ${user}`, got, items, { tolerance, nearTie: near_tie, tie: tieOn(device), scoreOf })
}
