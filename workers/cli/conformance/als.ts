import { recommend, type Frame, type State, type TrainingData } from '../../contract/system.ts'
import { als as algorithm } from '../../algorithms/als/als.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Device } from '../../device/device.ts'
import { random } from '../../lib/random.ts'
import { solveByDefinition } from '../plain/als-definition.ts'
import { ratedBy, tieOn, toleranceOn, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectList, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

interface Inputs {
  readonly interactions: readonly (readonly number[])[]
  readonly n_factors: number
  readonly reg_lambda: number
  readonly alpha: number
  readonly initial_user_factors: readonly (readonly number[])[]
  readonly initial_item_factors: readonly (readonly number[])[]
}

interface Factors {
  readonly user: unknown
  readonly item: unknown
}

interface WantedList {
  readonly user: number
  readonly n: number
  readonly correct: readonly (readonly [number, number])[]
  readonly near_tie?: boolean
}

interface Wanted {
  /** after so many iterations of two half-steps */
  readonly factors?: Readonly<Record<string, Factors>>
  readonly recommend_after_15?: readonly WantedList[]
  /** from the first iteration on */
  readonly loss_per_iteration?: readonly unknown[]
}

/** Trains from the given start factors and looks after every iteration that the fixture knows. */
export const als: Adapter = async ({ inputs, expected, expected_correct }, own, device) => {
  if (typeof expected_correct === 'string') return await expectSparseAsDense(inputs as Inputs, own, device)
  const given = inputs as Inputs
  const want = { ...(expected as Wanted), ...(expected_correct as Wanted) }
  checkKeys('expected', want, ['factors', 'recommend_after_15', 'loss_per_iteration'])
  const tolerance = toleranceOn(device, own)
  const data = trainingData(given.interactions)
  const iterations = Math.max(
    ...Object.keys(want.factors ?? {}).map(Number),
    want.loss_per_iteration?.length ?? 0,
    want.recommend_after_15 ? 15 : 0,
  )
  await eachIteration(given, iterations, data, device, async (iteration, frame) => {
    const factors = want.factors?.[String(iteration)]
    if (factors) {
      const got = await factorsOf(frame, given.n_factors)
      expectClose(`people after ${iteration}`, got.people, factors.user, tolerance)
      expectClose(`items after ${iteration}`, got.items, factors.item, tolerance)
    }
    const loss = want.loss_per_iteration?.[iteration - 1]
    if (loss !== undefined) expectClose(`loss after ${iteration}`, await frame.loss?.(), loss, tolerance)
    if (iteration !== 15) return
    for (const list of want.recommend_after_15 ?? []) await expectRecommended(list, frame, data, device, tolerance)
  })
}

async function eachIteration(
  given: Inputs,
  iterations: number,
  data: TrainingData,
  device: Device,
  look: (iteration: number, frame: Frame) => Promise<void>,
) {
  const settings: Settings = {
    factors: given.n_factors,
    regularization: given.reg_lambda,
    alpha: given.alpha,
    iterations,
    strength: 'stars', // the counts as they stand
    likedFrom: 0,
  }
  const start: State = {
    step: 0,
    arrays: {
      people: Float64Array.from(given.initial_user_factors.flat()),
      items: Float64Array.from(given.initial_item_factors.flat()),
    },
  }
  const before = device.kind === 'webgpu' ? device.dispatches : 0
  for await (const frame of algorithm.train({ data, seed: 42, device }, settings, start)) {
    if (frame.step > 0 && frame.step % 2 === 0) await look(frame.step / 2, frame)
  }
  if (device.kind === 'webgpu' && device.dispatches === before) throw new Mismatch('nothing ran on the WebGPU device')
}

async function factorsOf(frame: Frame, size: number): Promise<{ people: number[][]; items: number[][] }> {
  const { people, items } = (await frame.state()).arrays
  return { people: rowsOf(people, size), items: rowsOf(items, size) }
}

function rowsOf(flat: ArrayLike<number>, size: number): number[][] {
  return Array.from({ length: flat.length / size }, (_, r) =>
    Array.from({ length: size }, (_, f) => flat[r * size + f]),
  )
}

async function expectRecommended(
  { user, n, correct, near_tie = false }: WantedList,
  frame: Frame,
  data: TrainingData,
  device: Device,
  tolerance: Tolerance,
) {
  const person = (await frame.recommender()).person(user)
  const scores = person.scores()
  const got = recommend(person, n, ratedBy(data, user))
  const scoreOf = (item: number) => scores[item]
  expectList(`${n} for person ${user}`, got, correct, { tolerance, nearTie: near_tie, tie: tieOn(device), scoreOf })
}

/** The engine only knows sparse matrices, so it is held against the definition over the dense one. */
async function expectSparseAsDense({ interactions }: Inputs, own: Tolerance, device: Device) {
  const from = random(1)
  const draw = (rows: number) => Array.from({ length: rows }, () => [0, 1, 2].map(() => 0.1 * from.normal()))
  const given: Inputs = {
    interactions,
    n_factors: 3,
    reg_lambda: 0.1,
    alpha: 2,
    initial_user_factors: draw(interactions.length),
    initial_item_factors: draw(interactions[0]?.length ?? 0),
  }
  const columns = given.initial_item_factors.map((_, i) => interactions.map((row) => row[i]))
  let items: readonly ArrayLike<number>[] = given.initial_item_factors
  const tolerance = toleranceOn(device, own)
  await eachIteration(given, 5, trainingData(interactions), device, async (iteration, frame) => {
    const people = solveByDefinition(interactions, items, given.reg_lambda, given.alpha)
    items = solveByDefinition(columns, people, given.reg_lambda, given.alpha)
    const got = await factorsOf(frame, given.n_factors)
    expectClose(
      `people after ${iteration}`,
      got.people,
      people.map((row) => Array.from(row)),
      tolerance,
    )
    expectClose(
      `items after ${iteration}`,
      got.items,
      items.map((row) => Array.from(row)),
      tolerance,
    )
  })
}
