import type {
  Frame,
  Person,
  Rated,
  Recommender,
  ServedContext,
  ServedSystem,
  Snapshot,
} from '../../algorithms/algorithm.ts'
import { algorithms, tunedAsPart } from '../../algorithms/catalog.ts'
import { oldestFirst } from '../../algorithms/order-of-time.ts'
import type { Settings } from '../../algorithms/spec.ts'
import type { Estimate } from '../../evaluation/estimate.ts'
import { answer, handOver, type Part, type Parts } from './hand-over.ts'
import { compare, qualityOnce, sampleOf } from './history-quality.ts'
import { coldStartSpec, lastAnswer } from './spec.ts'

/**
 * Two systems, and a threshold: who has given fewer ratings is answered by the fallback, everybody else by the main
 * system. A step is one answer. At step k everybody is known by the first k ratings they gave (all they gave, where
 * those are fewer), up to 20; the step after that knows everything. What is measured along the steps is therefore the
 * quality of the hand-over against the length of a history. Whoever asks for a list leaves out what was rated, known
 * here or not.
 */
export const coldStart: ServedSystem = {
  spec: coldStartSpec,

  steps: () => lastAnswer + 1,

  async *train(context, settings, start) {
    const parts = {
      main: await part(context, settings, 'main'),
      fallback: await part(context, settings, 'fallback'),
    }
    for (let step = start?.step ?? 0; step <= lastAnswer + 1; step++) yield frameOf(step, parts, context, settings)
  },
}

const learnerOf = (settings: Settings, part: Part) => algorithms.find(({ spec }) => spec.id === settings[part])!.spec

const part = (context: ServedContext, settings: Settings, of: Part): Promise<Recommender> => {
  const { id } = learnerOf(settings, of)
  return context.trained(id, tunedAsPart(id, settings))
}

function frameOf(step: number, parts: Parts, context: ServedContext, settings: Settings): Frame {
  const known = step > lastAnswer ? Infinity : step
  const threshold = Number(settings.threshold)
  const seen = new Answered(known, threshold, parts, context)
  const turn = learnerOf(settings, handOver<Part>(step, threshold, 'main', 'fallback')).shortName
  return {
    step,
    did: step > lastAnswer ? 'everything known' : `${turn} answers`,
    recommender: () => Promise.resolve(seen),
    async snapshot({ person }) {
      return { ...seen.whoAnswered(person), ...(await curves(parts, context, settings)) }
    },
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** Everybody, as the system in turn sees them after so many answers. */
class Answered implements Recommender {
  readonly #known: number
  readonly #threshold: number
  readonly #parts: Parts
  readonly #context: ServedContext
  readonly #answered = new WeakMap<Person, { by: Part; known: number }>()

  constructor(known: number, threshold: number, parts: Parts, context: ServedContext) {
    this.#known = known
    this.#threshold = threshold
    this.#parts = parts
    this.#context = context
  }

  person(user: number): Person {
    const { interactions, items } = this.#context.data
    return this.#answer(oldestFirst(interactions, user).slice(0, this.#known)) ?? silent(items.length)
  }

  /** The page's ratings come newest first: the oldest are the last of them. */
  foldIn(ratings: readonly Rated[]): Person | undefined {
    return this.#answer(ratings.slice(Math.max(0, ratings.length - this.#known)))
  }

  similarItems(item: number, n: number) {
    return this.#parts.main.similarItems(item, n)
  }

  export() {
    return this.#parts.main.export()
  }

  whoAnswered(person: Person | undefined): Snapshot {
    const found = person && this.#answered.get(person)
    return found ? { by: found.by, known: found.known } : {}
  }

  #answer(known: readonly Rated[]): Person | undefined {
    const found = answer(known, this.#threshold, this.#parts)
    if (!found) return undefined
    const { person } = found
    // An object of its own: some systems give everybody the same one.
    const own: Person = {
      scores: () => person.scores(),
      explain: (item) => person.explain(item),
      ...(person.predict && { predict: (item: number) => person.predict!(item) }),
      ...(person.vector && { vector: person.vector }),
    }
    this.#answered.set(own, { by: found.by, known: known.length })
    return own
  }
}

/** Someone whom neither system can answer. */
const silent = (items: number): Person => ({
  scores: () => new Float64Array(items).fill(-Infinity),
  explain: () => ({ kind: 'past items', score: 0, contributions: [] }),
})

/** Each part's quality against the length of a history, and where the one overtakes the other. */
async function curves(parts: Parts, context: ServedContext, settings: Settings): Promise<Snapshot> {
  const sample = sampleOf(context.data.interactions, context.heldOut)
  const measure = (of: Part) =>
    qualityOnce(JSON.stringify([settings[of], tunedAsPart(String(settings[of]), settings)]), parts[of], sample, context)
  const [main, fallback] = [await measure('main'), await measure('fallback')]
  const { overtakes, ...lines } = compare(sample.lengths, main, fallback)
  return {
    lengths: Uint32Array.from(sample.lengths),
    people: sample.people.length,
    ...(overtakes !== undefined && { overtakes }),
    ...Object.fromEntries(Object.entries(lines).flatMap(([name, line]) => columns(name, line))),
  }
}

/** 'main', 'mainLow' and 'mainHigh': an estimate at every length. */
const columns = (name: string, line: readonly Estimate[]): [string, Float64Array][] => [
  [name, Float64Array.from(line, ({ value }) => value)],
  [`${name}Low`, Float64Array.from(line, ({ low }) => low)],
  [`${name}High`, Float64Array.from(line, ({ high }) => high)],
]
