export interface Scored {
  readonly item: number
  readonly score: number
}

/**
 * The k best of `scores`, best first; equal scores go to the smaller index. Indices for which `skip` is 1 and
 * scores that are not finite are left out, so fewer than k may come back. O(n log k), no sorting of the whole.
 */
export function topK(scores: ArrayLike<number>, k: number, skip?: Uint8Array): Scored[] {
  const heap: number[] = [] // the worst of the kept on top
  const worse = (a: number, b: number) => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b)
  for (let i = 0; i < scores.length; i++) {
    if (skip?.[i] === 1 || !Number.isFinite(scores[i])) continue
    if (heap.length < k) {
      heap.push(i)
      siftUp(heap, worse)
    } else if (k > 0 && scores[i]! > scores[heap[0]!]!) {
      heap[0] = i
      siftDown(heap, worse)
    }
  }
  return heap.sort((a, b) => scores[b]! - scores[a]! || a - b).map((item) => ({ item, score: scores[item]! }))
}

type Before = (a: number, b: number) => boolean

function siftUp(heap: number[], before: Before) {
  let child = heap.length - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!before(heap[child]!, heap[parent]!)) return
    ;[heap[child], heap[parent]] = [heap[parent]!, heap[child]!]
    child = parent
  }
}

function siftDown(heap: number[], before: Before) {
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
