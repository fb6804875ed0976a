import { DataError, type Item, type RatingScale } from '../../data/dataset.ts'
import type { Device, GpuDevice } from '../../device/device.ts'
import { createTermScorer } from './term-scores.ts'
import type { Algorithm, Frame, Rated, Recommender, Snapshot, TrainingData } from '../../contract/system.ts'
import { profileOf, type ProfileWeights } from '../shared/profile/feature-rows.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { fitsAtOnce, onScale, profileRecommender, tooManyAtOnce } from '../shared/profile/recommender.ts'
import type { Settings } from '../../contract/spec.ts'
import { textContentSpec, textOf } from './spec.ts'
import { isStopWord } from './stop-words.ts'
import { termsOf, tfIdf, type TfIdf } from './tf-idf.ts'

/**
 * Films as the weighted words of their descriptions (Salton and Buckley 1988; Lops et al. 2011), people as the mean of
 * what they rated, scores as the cosine between the two on the rating scale. One step reads one description, in order
 * of the catalogue: words are weighed over those read, and a film not read yet cannot be scored.
 */
export const textContent: Algorithm = {
  spec: textContentSpec,

  steps: ({ items }: TrainingData) => items.length,

  async *train({ data, device }, settings, start) {
    const problem = problemOf(data, settings)
    const note = noteOf(device, data)
    for (let step = start?.step ?? 0; step <= data.items.length; step++) {
      yield { ...frameOf(step, problem, device), ...(note !== undefined && { note }) }
    }
  },
}

interface Problem {
  readonly items: readonly Item[]
  /** the terms of each item, in order */
  readonly texts: readonly (readonly string[])[]
  readonly maxFeatures: number
  readonly weights: ProfileWeights
  readonly scale: RatingScale
  readonly people: number
  readonly ratingsOf: (user: number) => readonly Rated[]
}

function problemOf({ items, interactions, scale }: TrainingData, settings: Settings): Problem {
  const leaveOut = settings.stopWords === 'english' ? { isStopWord } : {}
  const texts = items.map((item) => termsOf(textOf(item), leaveOut))
  if (items.length > 0 && texts.every((terms) => terms.length === 0)) throw nothingToRead(items.length, settings)
  return {
    items,
    texts,
    maxFeatures: Number(settings.maxFeatures),
    weights: settings.weights as ProfileWeights,
    scale,
    people: interactions.ratings.rows,
    ratingsOf: (user) => ratingsOfRow(interactions.ratings, user),
  }
}

function nothingToRead(items: number, { stopWords }: Settings): DataError {
  const [what, todo] =
    stopWords === 'english'
      ? ['no words but stop words', 'Keep the stop words, or choose data with descriptions or titles']
      : ['no words of two letters or more', 'Choose data with descriptions or titles']
  return new DataError(
    `text-content: the texts of these ${items} items have ${what}, so there is nothing to compare. ${todo}.`,
  )
}

function noteOf(device: Device, { items, interactions }: TrainingData): string | undefined {
  const notes = [
    ...(items.some(({ description }) => description === undefined)
      ? ['This data has no descriptions: the words of titles and the genres are read in their place.']
      : []),
    ...(device.kind === 'webgpu' && !fitsAtOnce(interactions.ratings.rows, items.length) ? [tooManyAtOnce] : []),
  ]
  return notes.length > 0 ? notes.join(' ') : undefined
}

function frameOf(step: number, problem: Problem, device: Device): Frame {
  let read: TfIdf | undefined
  const rows = () => (read ??= tfIdf(problem.texts.slice(0, step), problem.items.length, problem.maxFeatures))
  let made: Promise<Recommender> | undefined
  async function recommender(): Promise<Recommender> {
    const { weights, scale, ratingsOf, people, items } = problem
    const atOnce = device.kind === 'webgpu' && fitsAtOnce(people, items.length)
    return profileRecommender({
      rows: rows(),
      labels: rows().terms,
      kind: 'terms',
      weights,
      scale,
      known: step,
      ratingsOf,
      ratingsOfNew: (ratings) => ratings,
      scored: atOnce ? await scoresOnGpu(device, rows(), problem, step) : undefined,
    })
  }
  return {
    step,
    did: step === 0 ? 'nothing read' : `${problem.items[step - 1].title} read`,
    recommender: () => (made ??= recommender()),
    snapshot: ({ person }) => Promise.resolve(snapshotOf(step, rows(), person?.vector)),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** The terms change with every description read, so nothing stays on the GPU between frames. */
async function scoresOnGpu(gpu: GpuDevice, rows: TfIdf, { people, ratingsOf, weights, scale }: Problem, known: number) {
  const scorer = createTermScorer(gpu, rows, onScale(scale))
  const readOf = (user: number) => ratingsOf(user).filter(({ item }) => item < known)
  try {
    return await scorer.scores(people, (user) => profileOf(rows, readOf(user), weights))
  } finally {
    scorer.destroy()
  }
}

/** Terms with their weights, the films' rows, and the person's profile. */
function snapshotOf(step: number, rows: TfIdf, profile: Float64Array | undefined): Snapshot {
  return {
    read: step,
    terms: rows.terms.join('\n'),
    idf: Float32Array.from(rows.idf),
    documents: rows.documents.slice(),
    start: rows.start.slice(),
    feature: rows.feature.slice(),
    count: rows.count.slice(),
    value: Float32Array.from(rows.value),
    profile: Float32Array.from(profile ?? []),
  }
}
