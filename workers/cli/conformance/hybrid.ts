import { recommend, type Person, type Recommender, type CompositeContext } from '../../contract/system.ts'
import { contentOf } from '../../algorithms/content/content.ts'
import { withSettings } from '../../contract/spec.ts'
import { userCf } from '../../algorithms/user-cf/user-cf.ts'
import type { Device } from '../../device/device.ts'
import { atLastStep, servedContext } from '../../lab/train-to-end.ts'
import { topK, type Scored } from '../../lib/top-k.ts'
import { hybrid as system } from '../../serving/hybrid/hybrid.ts'
import { merge } from '../../serving/hybrid/merge.ts'
import { ratedBy, tieOn, toleranceOn, trained, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectList, type ListRules } from './compare.ts'
import { denseFeatures } from './content.ts'
import type { Tolerance } from './fixture.ts'

type List = readonly (readonly [number, number])[]

interface Weights {
  readonly collaborative: number
  readonly content: number
}

interface GivenLists {
  readonly collaborative_list: List
  readonly content_list: List
  readonly weights: Weights
  readonly n: number
}

interface WholeSystem {
  readonly ratings: readonly (readonly number[])[]
  readonly item_features: readonly (readonly number[])[]
  readonly weights: Weights
}

interface WantedLists {
  readonly user: number
  readonly n: number
  readonly collaborative_list: List
  readonly content_list: List
  /** raw scores added up: the pitfall */
  readonly seed: List
  readonly correct: List
  readonly near_tie_correct: boolean
}

/** Two given lists, and the whole system with the course's two parts on given ratings. */
export const hybrid: Adapter = async (testCase, own, device) => {
  const { inputs, expected, expected_correct } = testCase
  if ('ratings' in (inputs as object))
    return await expectWhole(inputs as WholeSystem, expected as readonly WantedLists[], own, device)
  const { expected_seed } = testCase as { readonly expected_seed?: List }
  expectMerged(inputs as GivenLists, 'min-max', (expected_correct ?? expected) as List, own)
  if (expected_seed) expectMerged(inputs as GivenLists, 'raw', expected_seed, own)
}

/** Of each list the first 2n count. Nothing is trained and nothing runs on a device. */
function expectMerged(
  { collaborative_list, content_list, weights, n }: GivenLists,
  how: 'min-max' | 'raw',
  want: List,
  tolerance: Tolerance,
) {
  const scored = (list: List): Scored[] => list.slice(0, 2 * n).map(([item, score]) => ({ item, score }))
  const { scores } = merge(
    [
      { weight: weights.collaborative, list: scored(collaborative_list) },
      { weight: weights.content, list: scored(content_list) },
    ],
    how,
  )
  const dense = Float64Array.from(
    { length: Math.max(-1, ...scores.keys()) + 1 },
    (_, item) => scores.get(item) ?? -Infinity,
  )
  expectList(`${how} list`, topK(dense, n), pairs(want), {
    tolerance,
    nearTie: false,
    tie: 1e-9,
    scoreOf: (item) => dense[item],
  })
}

async function expectWhole(
  { ratings, item_features, weights }: WholeSystem,
  want: readonly WantedLists[],
  own: Tolerance,
  device: Device,
) {
  const data = trainingData(ratings)
  const content = contentOf(() => denseFeatures(item_features))
  const course = (of: typeof content) => withSettings(of.spec, 'course')
  await trained(userCf, data, course(userCf), device, (people) =>
    trained(content, data, course(content), device, async (features) => {
      const parts: Readonly<Record<string, Recommender>> = {
        [userCf.spec.id]: people,
        [content.spec.id]: saysSomethingOfAll(features, data.items.length),
      }
      const context: CompositeContext = {
        ...servedContext({ data, seed: 42, device }, data.interactions),
        trained: (id) => Promise.resolve(parts[id]),
      }
      const rules = { tolerance: toleranceOn(device, own), tie: tieOn(device) }
      for (const lists of want)
        for (const how of ['min-max', 'raw'] as const) {
          const changes = {
            firstWeight: weights.collaborative,
            secondWeight: weights.content,
            normalisation: how,
            candidates: 2 * lists.n,
          }
          await atLastStep(system, context, withSettings(system.spec, 'course', changes), ({ recommender }) => {
            expectLists(lists, recommender, parts, ratedBy(data, lists.user), how, rules)
            return Promise.resolve()
          })
        }
    }),
  )
}

function expectLists(
  lists: WantedLists,
  recommender: Recommender,
  parts: Readonly<Record<string, Recommender>>,
  rated: Uint32Array,
  how: 'min-max' | 'raw',
  rules: Pick<ListRules, 'tolerance' | 'tie'>,
) {
  const { user, n, collaborative_list, content_list, seed, correct, near_tie_correct, ...more } = lists
  checkKeys('expected', more, [])
  const expectOf = (where: string, of: Recommender, length: number, want: List, nearTie: boolean) => {
    const person = of.person(user)
    const scores = person.scores()
    const got = recommend(person, length, rated)
    expectList(`${where} for person ${user}`, got, pairs(want), { ...rules, nearTie, scoreOf: (item) => scores[item] })
  }
  expectOf('neighbours’ list', parts[userCf.spec.id], 2 * n, collaborative_list, false)
  expectOf('content’s list', parts.content, 2 * n, content_list, false)
  expectOf(`${how} list`, recommender, n, how === 'raw' ? seed : correct, near_tie_correct)
}

/** Here a system that knows nothing of a person makes no list; the fixture's lists them all, with the same prediction. */
function saysSomethingOfAll(recommender: Recommender, items: number): Recommender {
  const saying = (person: Person): Person => {
    const says = person.scores().some(Number.isFinite)
    return says
      ? person
      : { ...person, scores: () => Float64Array.from({ length: items }, (_, item) => person.predict!(item)) }
  }
  return { ...recommender, person: (user) => saying(recommender.person(user)) }
}

const pairs = (list: List) => list.map(([item, score]): [number, number] => [item, score])
