import type { Recommender, TrainingData } from '../../contract/system.ts'
import { featuresOf } from '../../algorithms/content/features.ts'
import { cosinesTo } from '../../algorithms/shared/profile/feature-rows.ts'
import { textOf } from '../../algorithms/text-content/spec.ts'
import { isStopWord } from '../../algorithms/text-content/stop-words.ts'
import { termsOf, tfIdf } from '../../algorithms/text-content/tf-idf.ts'
import { cosinesAmong } from './cosines-among.ts'

/** How alike films are, from 0 to 1. */
export interface Similarity {
  /** among some of them: of one with all, by their places; worked out when first asked for */
  readonly among: (items: readonly number[]) => (place: number) => Float64Array
  /** where it is not what was asked for: why */
  readonly note?: string
}

const maxTerms = 5000

/**
 * Alike in genres and tones, in the words of the description, or to the system itself (by its factors, where it has
 * some). A system may find two films to be opposites: they count as unlike, and no more.
 */
export function similarityBy(choice: string, part: Recommender, { items }: TrainingData, name: string): Similarity {
  if (choice === 'text') {
    const texts = items.map((item) => termsOf(textOf(item), { isStopWord }))
    const rows = tfIdf(texts, items.length, maxTerms)
    return rowByRow((item) => cosinesTo(rows, item))
  }
  if (choice === 'own' && items.some((_, item) => part.similarItems(item, 1).length > 0))
    return rowByRow((item) => {
      const row = new Float64Array(items.length)
      for (const { item: other, score } of part.similarItems(item, items.length)) row[other] = score
      return row
    })
  const { values, names } = featuresOf(items, 'tones', 'equal')
  const note = `${name} does not say which films are alike, so genres and tones do.`
  return { among: (own) => cosinesAmong(values, names.length, own), ...(choice === 'own' && { note }) }
}

/** From the similarities of one item with every other, worked out once for everybody. */
function rowByRow(similaritiesOf: (item: number) => Float64Array): Similarity {
  const known = new Map<number, Float64Array>()
  const rowOf = (item: number) => {
    let row = known.get(item)
    if (!row) {
      row = similaritiesOf(item).map((similarity) => Math.max(0, similarity))
      row[item] = 1
      known.set(item, row)
    }
    return row
  }
  return {
    among: (items) => (place) => {
      const row = rowOf(items[place])
      return Float64Array.from(items, (item) => row[item])
    },
  }
}
