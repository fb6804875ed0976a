import type { Snapshot } from '../../../workers/contract/system.ts'

/** One pick with the numbers behind it. Places are those among the candidates. */
export interface Pick {
  readonly place: number
  readonly relevance: number
  readonly similarity: number
  /** which of those picked before it is most like */
  readonly like: number | undefined
  readonly next: { readonly place: number; readonly relevance: number; readonly similarity: number } | undefined
}

/** What every λ makes of one person's candidates. */
export interface Picture {
  /** candidates, most relevant first */
  readonly items: Uint32Array
  readonly map: Float32Array
  readonly lambdas: readonly number[]
  /** by place of λ: the list's mean relevance, 0 to 1, and its variety */
  readonly relevance: Float64Array
  readonly variety: Float64Array
  readonly picks: (lambda: number) => readonly Pick[]
}

/** As it came with a snapshot; undefined where there is nobody to recommend for. */
export function pictureOf(snapshot: Snapshot | undefined): Picture | undefined {
  if (!snapshot || !('items' in snapshot)) return undefined
  const column = <T>(name: string) => snapshot[name] as T
  const relevance = column<Float64Array>('relevance')
  const lambdas = [...column<Float64Array>('lambdas')]
  const order = column<Uint32Array>('order')
  const [similarity, nextSimilarity] = [column<Float64Array>('similarity'), column<Float64Array>('nextSimilarity')]
  const [like, next] = [column<Int32Array>('like'), column<Int32Array>('next')]
  const k = order.length / lambdas.length
  const pickAt = (at: number): Pick => ({
    place: order[at]!,
    relevance: relevance[order[at]!]!,
    similarity: similarity[at]!,
    like: like[at]! < 0 ? undefined : like[at]!,
    next:
      next[at]! < 0
        ? undefined
        : { place: next[at]!, relevance: relevance[next[at]!]!, similarity: nextSimilarity[at]! },
  })
  return {
    items: column('items'),
    map: column('map'),
    lambdas,
    relevance: column('lists relevance'),
    variety: column('lists variety'),
    picks: (lambda) => {
      const row = lambdas.indexOf(lambda)
      return row < 0 ? [] : Array.from({ length: k }, (_, place) => pickAt(row * k + place))
    },
  }
}
