import type { TrainingData } from '../../contract/system.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { isStopWord } from '../../algorithms/text-content/stop-words.ts'
import { textContent as algorithm } from '../../algorithms/text-content/text-content.ts'
import { statusOf, termsOf, tfIdf, type TfIdf } from '../../algorithms/text-content/tf-idf.ts'
import type { Device } from '../../device/device.ts'
import { sparseFromDense } from '../../lib/sparse.ts'
import { dataOf, toleranceOn, trained, type Adapter } from './adapter.ts'
import { checkKeys, expectClose, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'
import { expectPredictions, expectRecommended, type WantedList } from './profiles.ts'

interface Inputs {
  readonly documents: readonly string[]
  readonly max_features: number
  readonly stop_words: string | null
  readonly ratings?: readonly (readonly number[])[]
}

interface Wanted {
  readonly terms?: readonly string[]
  readonly idf?: unknown
  readonly tfidf?: unknown
  readonly token_status?: Readonly<Record<string, string>>
  readonly predictions?: unknown
  readonly recommend?: readonly WantedList[]
  /** how often the most frequent terms are in the corpus */
  readonly total_counts?: Readonly<Record<string, number>>
}

export const textContent: Adapter = async ({ inputs, expected, expected_correct }, own, device) => {
  const given = inputs as Inputs
  const want = (expected_correct ?? expected ?? {}) as Wanted
  const settings = withSettings(algorithm.spec, 'course', {
    maxFeatures: given.max_features,
    stopWords: given.stop_words === null ? 'none' : 'english',
  })
  const data = dataOfTexts(given)
  if ('error' in want) return await expectRefused(data, settings, device)
  checkKeys('expected', want, ['terms', 'idf', 'tfidf', 'token_status', 'predictions', 'recommend', 'total_counts'])
  expectText(given, want, own)
  const tolerance = toleranceOn(device, own)
  await trained(algorithm, data, settings, device, (recommender) => {
    if (want.predictions) expectPredictions('predictions', recommender, data, want.predictions, tolerance)
    for (const list of want.recommend ?? []) expectRecommended(list, recommender, data, device, tolerance)
    expectTrainedRows(recommender.export(), want, tolerance)
  })
}

function dataOfTexts({ documents, ratings }: Inputs): TrainingData {
  const rated = sparseFromDense(ratings ?? [])
  const data = dataOf(ratings ? rated : { ...rated, columns: documents.length })
  return {
    ...data,
    items: documents.map((description, i) => ({ title: `Item ${i}`, genres: [], tones: [], description })),
  }
}

/** An empty vocabulary is an error that says so. */
async function expectRefused(data: TrainingData, settings: Settings, device: Device) {
  try {
    await trained(algorithm, data, settings, device, () => undefined)
  } catch (error) {
    if (error instanceof Error && !(error instanceof Mismatch) && error.message.includes('stop words')) return
    throw error
  }
  throw new Mismatch('texts without a word to keep were accepted, expected an error')
}

/** The vectoriser by itself: what it makes of each word, the terms it keeps, and how it weighs them. */
function expectText({ documents, max_features, stop_words }: Inputs, want: Wanted, tolerance: Tolerance) {
  const leaveOut = stop_words === null ? {} : { isStopWord }
  for (const [word, status] of Object.entries(want.token_status ?? {}))
    expectWord(`“${word}”`, statusOf(word, leaveOut), status)
  const texts = documents.map((text) => termsOf(text, leaveOut))
  const rows = tfIdf(texts, documents.length, max_features)
  if (want.terms) expectWord('terms', rows.terms.join(' '), want.terms.join(' '))
  if (want.idf) expectClose('idf', rows.idf, want.idf, tolerance)
  if (want.tfidf) expectClose('tfidf', denseOf(rows), want.tfidf, tolerance)
  for (const [term, count] of Object.entries(want.total_counts ?? {})) {
    expectClose(`count of “${term}”`, texts.flat().filter((word) => word === term).length, count, tolerance)
  }
}

function expectWord(where: string, got: string, want: string) {
  if (got !== want) throw new Mismatch(`${where} is ${got}, expected ${want}`)
}

function denseOf({
  items,
  size,
  start,
  feature,
  value,
}: Pick<TfIdf, 'items' | 'size' | 'start' | 'feature' | 'value'>) {
  return Array.from({ length: items }, (_, item) => {
    const row = new Float64Array(size)
    for (let e = start[item]; e < start[item + 1]; e++) row[feature[e]] = value[e]
    return row
  })
}

/** What training ends with are the same rows. */
function expectTrainedRows(
  exported: Readonly<Record<string, ArrayBufferView>>,
  { terms, tfidf }: Wanted,
  tolerance: Tolerance,
) {
  if (!terms || !tfidf) return
  const [start, feature, value] = [exported.start, exported.feature, exported.value]
  if (!(start instanceof Uint32Array && feature instanceof Uint32Array && value instanceof Float64Array))
    throw new Mismatch('the recommender exports no rows')
  expectClose(
    'trained tfidf',
    denseOf({ items: start.length - 1, size: terms.length, start, feature, value }),
    tfidf,
    tolerance,
  )
}
