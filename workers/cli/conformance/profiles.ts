import { recommend, type Recommender, type TrainingData } from '../../contract/system.ts'
import type { Device } from '../../device/device.ts'
import { topK } from '../../lib/top-k.ts'
import { ratedBy, tieOn } from './adapter.ts'
import { expectClose, expectList } from './compare.ts'
import type { Tolerance } from './fixture.ts'

export interface WantedList {
  readonly user: number
  readonly n: number
  readonly items: readonly (readonly [number, number])[]
  readonly near_tie?: boolean
}

const people = (data: TrainingData) => Array.from({ length: data.interactions.ratings.rows }, (_, user) => user)
const items = (data: TrainingData) => Array.from(data.items.keys())

export function expectPredictions(
  where: string,
  recommender: Recommender,
  data: TrainingData,
  want: unknown,
  tolerance: Tolerance,
) {
  const got = people(data).map((user) => {
    const { predict } = recommender.person(user)
    return items(data).map((item) => predict!(item))
  })
  expectClose(where, got, want, tolerance)
}

export function expectProfiles(
  where: string,
  recommender: Recommender,
  data: TrainingData,
  want: unknown,
  tolerance: Tolerance,
) {
  expectClose(
    where,
    people(data).map((user) => recommender.person(user).vector),
    want,
    tolerance,
  )
}

/**
 * The product's own list; for someone without a profile it is empty, and the fixture's list of ties is that of the
 * predictions.
 */
export function expectRecommended(
  { user, n, items: want, near_tie = false }: WantedList,
  recommender: Recommender,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
) {
  const person = recommender.person(user)
  const predictions = items(data).map((item) => person.predict!(item))
  const rated = ratedBy(data, user)
  const list = recommend(person, n, rated)
  const says = person.scores().some(Number.isFinite)
  const skip = Uint8Array.from(predictions, (_, item) => (rated.includes(item) ? 1 : 0))
  expectList(`${n} for person ${user}`, says ? list : topK(predictions, n, skip), want, {
    tolerance,
    nearTie: near_tie,
    tie: tieOn(device),
    scoreOf: (item) => predictions[item],
  })
}
