import type { Person, Recommender } from '../../contract/system.ts'

/** Vectors of items, and of whoever asks: scores are their products. */
export interface Embeddings {
  readonly items: number
  readonly width: number
  /** items × width */
  readonly values: Float32Array
}

/** What a trained system that scores by products of vectors knows of the items. Throws where it is none of those. */
export function embeddingsOf(recommender: Recommender, items: number): Embeddings {
  const learned = recommender.export()
  const own = (learned.itemVectors ?? learned.items) as Float32Array | Float64Array | undefined
  if (!own) throw new Error('pipeline: the retriever exports no vectors of items')
  return { items, width: items === 0 ? 0 : own.length / items, values: Float32Array.from(own) }
}

/** A person's vector; undefined where nothing is known of them, since nothing is near to zero. */
export function queryOf(person: Person): Float32Array | undefined {
  const query = Float32Array.from(person.vector ?? [])
  return query.some((x) => x !== 0) ? query : undefined
}

/** The product of a query with each of these items, in float64. */
export function productsWith({ values, width }: Embeddings, query: Float32Array, items: ArrayLike<number>) {
  return Float64Array.from(items, (item) => {
    let sum = 0
    for (let d = 0, at = item * width; d < width; d++, at++) sum += query[d] * values[at]
    return sum
  })
}
