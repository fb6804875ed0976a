import type {
  Frame,
  Person,
  Rated,
  Recommender,
  CompositeContext,
  CompositeSystem,
  Snapshot,
} from '../../contract/system.ts'
import { algorithms, byRatingsAlone, tunedAsComponent } from '../../algorithms/catalog.ts'
import { oldestFirst } from '../../contract/history.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Interactions } from '../../data/dataset.ts'
import { newItemsOf } from '../../data/new-items.ts'
import { keepEntries } from '../../data/splits.ts'
import { estimateShare } from '../../evaluation/estimate.ts'
import type { Estimate } from '../../evaluation/intervals.ts'
import { answer, handOver, type Part, type Parts } from './hand-over.ts'
import { compare, measuredOnce, qualityByHistory, sampleOf } from './history-quality.ts'
import type { Asked } from './interview.ts'
import { tellNewItems } from './new-items.ts'
import { Newcomers } from './newcomer.ts'
import { coldStartSpec, lastAnswer } from './spec.ts'

const questionsMeasured = [0, 1, 2, 3, 5, 8, 12, 16, 20]

/**
 * Two systems, and a threshold: who has given fewer ratings is answered by the fallback, everybody else by the main
 * system. A step is one answer: at step k everybody is known by the first k ratings they gave (all they gave, where
 * those are fewer), or by what they answered to k questions, up to 20; the step after that knows everything. What is
 * measured along the steps is therefore the quality of the hand-over against what is known. Whoever asks for a list
 * leaves out what was rated, known here or not.
 */
export const coldStart: CompositeSystem = {
  spec: coldStartSpec,

  steps: () => lastAnswer + 1,

  async *train(context, settings, start) {
    const parts = {
      main: await part(context, settings, 'main'),
      fallback: await part(context, settings, 'fallback'),
    }
    const run = { parts, newcomers: new Newcomers(context, settings), context, settings }
    for (let step = start?.step ?? 0; step <= lastAnswer + 1; step++) yield frameOf(step, run)
  },
}

interface ColdStart {
  readonly parts: Parts
  readonly newcomers: Newcomers
  readonly context: CompositeContext
  readonly settings: Settings
}

const learnerOf = (settings: Settings, part: Part) => algorithms.find(({ spec }) => spec.id === settings[part])!.spec

const part = (context: CompositeContext, settings: Settings, of: Part): Promise<Recommender> => {
  const { id } = learnerOf(settings, of)
  return context.trained(id, tunedAsComponent(id, settings))
}

function frameOf(step: number, run: ColdStart): Frame {
  const { settings } = run
  const count = step > lastAnswer ? Infinity : step
  const seen = new Answered(count, run)
  const turn = learnerOf(settings, handOver<Part>(step, Number(settings.threshold), 'main', 'fallback')).shortName
  const answering = settings.asked === 'history' ? `${turn} answers` : 'one more film asked about'
  return {
    step,
    did: step > lastAnswer ? 'everything known' : answering,
    recommender: () => Promise.resolve(seen),
    async snapshot({ person, rated = [], user }) {
      const asked =
        user === undefined ? run.newcomers.askedFor(rated, lastAnswer) : run.newcomers.askedOf(user, lastAnswer)
      return {
        ...seen.whoAnswered(person),
        ...(asked && questionsIn(asked)),
        ...(await curves(run)),
        ...(asked && (await questionCurves(run))),
        ...(await newItems(run)),
      }
    },
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** The films asked about, what each answer was expected to tell, and the answers: NaN where the film was not seen. */
const questionsIn = (asked: readonly Asked[]): Snapshot => ({
  askedItems: Uint32Array.from(asked, ({ item }) => item),
  askedBits: Float64Array.from(asked, ({ bits }) => bits),
  askedRatings: Float64Array.from(asked, ({ rating = NaN }) => rating),
})

/** Everybody, as the system in turn sees them after so many answers. */
class Answered implements Recommender {
  readonly #count: number
  readonly #run: ColdStart
  readonly #answered = new WeakMap<Person, { by: Part; known: number }>()

  constructor(count: number, run: ColdStart) {
    this.#count = count
    this.#run = run
  }

  person(user: number): Person {
    const { newcomers, context } = this.#run
    return this.#answer(newcomers.known(user, this.#count)) ?? silent(context.data.items.length)
  }

  /** The page's ratings come newest first: the oldest are the last of them. */
  foldIn(ratings: readonly Rated[]): Person | undefined {
    return this.#answer(this.#run.newcomers.knownOf(ratings, this.#count))
  }

  similarItems(item: number, n: number) {
    return this.#run.parts.main.similarItems(item, n)
  }

  export() {
    return this.#run.parts.main.export()
  }

  whoAnswered(person: Person | undefined): Snapshot {
    const found = person && this.#answered.get(person)
    return found ? { by: found.by, known: found.known } : {}
  }

  #answer(known: readonly Rated[]): Person | undefined {
    const { parts, settings } = this.#run
    const found = answer(known, Number(settings.threshold), parts)
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

/** What counts as liked is what is to be found. */
const judgedBy = ({ heldOut }: CompositeContext, { likedFrom }: Settings): Interactions =>
  keepEntries(heldOut, (entry) => heldOut.ratings.value[entry] >= Number(likedFrom))

/** Each part's quality against the length of a history, and where the one overtakes the other. */
async function curves({ parts, context, settings }: ColdStart): Promise<Snapshot> {
  const { data } = context
  const heldOut = judgedBy(context, settings)
  const sample = sampleOf(data.interactions, heldOut)
  const inOrder = (person: number) => {
    const history = oldestFirst(data.interactions, person)
    return (length: number) => history.slice(0, length)
  }
  const measure = (of: Part) =>
    measuredOnce(keyOf(settings, of), context, () =>
      qualityByHistory((known) => parts[of].foldIn(known), inOrder, sample, data.interactions, heldOut),
    )
  const [main, fallback] = [await measure('main'), await measure('fallback')]
  const { overtakes, ...lines } = compare(sample.lengths, main, fallback)
  return {
    lengths: Uint32Array.from(sample.lengths),
    people: sample.people.length,
    ...(overtakes !== undefined && { overtakes }),
    ...Object.fromEntries(Object.entries(lines).flatMap(([name, line]) => columns(name, line))),
  }
}

/** The quality of the hand-over after so many questions: 'popular' and 'gain', whichever is asked, and how many were known. */
async function questionCurves({ parts, context, settings }: ColdStart): Promise<Snapshot> {
  const { data } = context
  const heldOut = judgedBy(context, settings)
  const { people } = sampleOf(data.interactions, heldOut)
  const sample = { lengths: questionsMeasured, people }
  const threshold = Number(settings.threshold)
  const shown: Record<string, Float64Array | Uint32Array> = { questions: Uint32Array.from(questionsMeasured) }
  for (const asked of ['popular', 'gain'] as const) {
    const newcomers = new Newcomers(context, { ...settings, asked })
    const key = JSON.stringify([
      asked,
      threshold,
      settings.likedFrom,
      keyOf(settings, 'main'),
      keyOf(settings, 'fallback'),
    ])
    const values = await measuredOnce(key, context, () =>
      qualityByHistory(
        (known) => answer(known, threshold, parts)?.person,
        (person) => (count) => newcomers.known(person, count),
        sample,
        data.interactions,
        heldOut,
      ),
    )
    Object.assign(shown, Object.fromEntries(columns(asked, values.map(estimateShare))))
  }
  return shown
}

/** How well one that goes by ratings alone, and one that knows features, can tell films that nobody has rated. */
async function newItems({ context, settings }: ColdStart): Promise<Snapshot> {
  const ids = [byRatingsAlone.id, String(settings.byFeatures)]
  const key = JSON.stringify([settings.likedFrom, ids])
  const auc = await measuredOnce(`new items ${key}`, context, async () => {
    const recommenders: Recommender[] = []
    for (const id of ids)
      recommenders.push(await context.trained(id, tunedAsComponent(id, settings), 'without new items'))
    return await tellNewItems(recommenders, context)
  })
  return {
    newItems: newItemsOf(context.data.interactions, context.seed).length,
    newItemPeople: auc[0].length,
    ...Object.fromEntries(columns('newItemAuc', auc.map(estimateShare))),
  }
}

const keyOf = (settings: Settings, of: Part) =>
  JSON.stringify([settings[of], tunedAsComponent(String(settings[of]), settings)])

/** 'main', 'mainLow' and 'mainHigh': an estimate at every length. */
const columns = (name: string, line: readonly Estimate[]): [string, Float64Array][] => [
  [name, Float64Array.from(line, ({ value }) => value)],
  [`${name}Low`, Float64Array.from(line, ({ low }) => low)],
  [`${name}High`, Float64Array.from(line, ({ high }) => high)],
]
