import type {
  Frame,
  Recommender,
  CompositeContext,
  CompositeSystem,
  Snapshot,
  TrainingData,
} from '../../contract/system.ts'
import { tunedAsComponent } from '../../algorithms/catalog.ts'
import type { Settings } from '../../contract/spec.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Unit } from './analysis.ts'
import { armOf, buckets, bucketsOfA, type ArmName } from './assignment.ts'
import { clickModelOf, drawClicks, type ClickModel } from './clicks.ts'
import { abTestSpec } from './spec.ts'
import { sizesOf, standingAt, walkOf, whatComesOfStopping, type Visits } from './walk.ts'

/** Films in everybody's list: impressions a visitor. */
const shown = 10

/**
 * An experiment with two systems, fully trained. A step is one visitor: somebody of the simulated audience, given an arm
 * by a hash of who they are, shown that system's list for them, and clicking on what they would truly like. Everybody
 * comes once.
 */
export const abTest: CompositeSystem = {
  spec: abTestSpec,

  steps: (_: TrainingData, { visitors }) => Number(visitors),

  async *train(context, settings, start) {
    const arms = await trainArms(context, settings)
    const test = runTest(arms, context, settings)
    for (let step = start?.step ?? 0; step <= test.clicks.length; step++) yield frameOf(step, test, arms)
  },
}

interface Arms {
  readonly recommenders: Readonly<Record<ArmName, Recommender>>
  readonly models: Readonly<Record<ArmName, ClickModel>>
}

async function trainArms(context: CompositeContext, settings: Settings): Promise<Arms> {
  const train = async (slot: string) => {
    const id = String(settings[slot])
    const recommender = await context.trained(id, tunedAsComponent(id, settings))
    const films = Math.min(shown, context.data.items.length)
    return { recommender, model: clickModelOf(recommender, context, films, Number(settings.bias)) }
  }
  const [a, b] = [await train('control'), await train('treatment')]
  return { recommenders: { a: a.recommender, b: b.recommender }, models: { a: a.model, b: b.model } }
}

interface Test extends Visits {
  /** the size of difference that the always-valid test expects */
  readonly expected: number
  /** what is known at the end, and what does not depend on the visitors; made when first asked for */
  readonly picture: () => Promise<Snapshot>
}

function runTest({ models }: Arms, { seed }: CompositeContext, settings: Settings): Test {
  const experiment = `${settings.control} against ${settings.treatment}, ${seed}`
  const from = random(seedFor('visitors', seed))
  const visitors = Number(settings.visitors)
  const [person, arm, clicks] = [new Uint32Array(visitors), new Uint8Array(visitors), new Uint8Array(visitors)]
  for (let n = 0; n < visitors; n++) {
    const name = armOf(experiment, `visitor ${n}`, Number(settings.split))
    person[n] = from.integer(models.a.people)
    arm[n] = name === 'a' ? 0 : 1
    clicks[n] = drawClicks(models[name], person[n], from)
  }
  const planned = bucketsOfA(Number(settings.split)) / buckets
  const visits = { unit: settings.unit as Unit, shown: models.a.shown, planned, person, arm, clicks }
  const expected = Number(settings.expected)
  let picture: Promise<Snapshot> | undefined
  const draw = async () => ({
    ...walkOf(visits, expected),
    ...sizesOf(models, visits.unit, Number(settings.power)),
    ...(await whatComesOfStopping(models, settings, seed)),
  })
  return { ...visits, expected, picture: () => (picture ??= draw()) }
}

function frameOf(step: number, test: Test, { recommenders }: Arms): Frame {
  return {
    step,
    did: step === 0 ? 'nobody has come' : visitInWords(test, step - 1),
    recommender: () => Promise.resolve(recommenders.a),
    // What a snapshot holds is given away: a copy of it.
    snapshot: async () => ({ ...standingAt(test, step, test.expected), ...structuredClone(await test.picture()) }),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

function visitInWords({ arm, clicks, shown }: Visits, visitor: number): string {
  return `arm ${arm[visitor] === 0 ? 'A' : 'B'}, ${clicks[visitor]} of ${shown} clicked`
}
