import { comparable } from './ties.ts'

export interface Scored {
  readonly item: number
  readonly score: number
}

/** Best first; equal scores go to the smaller index. */
export const bestFirst = (a: Scored, b: Scored): number => {
  const [first, second] = [comparable(a.score), comparable(b.score)]
  return first === second ? a.item - b.item : first < second ? 1 : -1
}

/**
 * The k best of `scores`, best first; equal scores go to the smaller index. Indices for which `skip` is 1 and
 * scores that are not finite are left out, so fewer than k may come back. O(n log k), no sorting of the whole.
 */
export function topK(scores: ArrayLike<number>, k: number, skip?: Uint8Array): Scored[] {
  const heap: Scored[] = [] // the worst of the kept on top
  const worse = (a: Scored, b: Scored) => bestFirst(a, b) > 0
  let worst = -Infinity
  for (let item = 0; item < scores.length && k > 0; item++) {
    const score = scores[item]!
    if (skip?.[item] === 1 || !Number.isFinite(score)) continue
    if (heap.length < k) {
      heap.push({ item, score })
      siftUp(heap, worse)
    } else if (comparable(score) > worst) {
      heap[0] = { item, score }
      siftDown(heap, worse)
    } else continue
    worst = comparable(heap[0]!.score)
  }
  return heap.sort(bestFirst)
}

type Before = (a: Scored, b: Scored) => boolean

function siftUp(heap: Scored[], before: Before) {
  let child = heap.length - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!before(heap[child]!, heap[parent]!)) return
    ;[heap[child], heap[parent]] = [heap[parent]!, heap[child]!]
    child = parent
  }
}

function siftDown(heap: Scored[], before: Before) {
  let parent = 0
  for (;;) {
    let first = parent
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && before(heap[child]!, heap[first]!)) first = child
    }
    if (first === parent) return
    ;[heap[first], heap[parent]] = [heap[parent]!, heap[first]!]
    parent = first
  }
}
