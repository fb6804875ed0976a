const optimalUpTo = 300

/** A merge of two clusters; leaves are numbers below `size`, merges follow in order. */
interface Merge {
  readonly left: number
  readonly right: number
}

/**
 * An order of items in which like stands by like: average linkage by nearest-neighbour chain (Murtagh 1983) over the
 * similarities (size × size, row-major, symmetric; undefined counts as 0), its leaves in optimal order (Bar-Joseph et
 * al. 2001) up to 300 items, and above that with the branches along the principal axis of the similarities.
 */
export function clusterOrder(similarities: Float32Array, size: number): Uint32Array {
  if (size < 3) return Uint32Array.from({ length: size }, (_, i) => i)
  const clean = similarities.map((s) => (Number.isFinite(s) ? s : 0))
  const merges = averageLinkage(clean, size)
  const members = leavesOf(merges, size)
  return size <= optimalUpTo ? optimalOrder(clean, size, merges, members) : orderAlongAxis(clean, size, merges, members)
}

/** size − 1 merges; the k-th makes cluster size + k. */
function averageLinkage(similarities: Float32Array, size: number): Merge[] {
  const s = Float64Array.from(similarities)
  const weight = new Float64Array(size).fill(1)
  const name = Uint32Array.from({ length: size }, (_, i) => i)
  const alive = new Set(name)
  const chain: number[] = []
  const found: { left: number; right: number; at: number }[] = []
  while (alive.size > 1) {
    if (chain.length === 0) chain.push(alive.values().next().value!)
    const top = chain[chain.length - 1]
    const before = chain[chain.length - 2]
    let nearest = before ?? -1
    let best = before === undefined ? -Infinity : s[top * size + before]
    for (const other of alive) {
      if (other !== top && s[top * size + other] > best) [best, nearest] = [s[top * size + other], other]
    }
    if (nearest !== before) {
      chain.push(nearest)
      continue
    }
    chain.length -= 2
    found.push({ left: top, right: nearest, at: best })
    for (const other of alive) {
      const mean = weight[top] * s[top * size + other] + weight[nearest] * s[nearest * size + other]
      s[nearest * size + other] = s[other * size + nearest] = mean / (weight[top] + weight[nearest])
    }
    weight[nearest] += weight[top]
    alive.delete(top)
  }
  // The chain finds merges out of order of height, but a cluster always before what it becomes part of.
  return found.map(({ left, right }, k) => {
    const merge = { left: name[left], right: name[right] }
    name[right] = size + k
    return merge
  })
}

/** The leaves of every cluster, by its number. */
function leavesOf(merges: readonly Merge[], size: number): number[][] {
  const members: number[][] = Array.from({ length: size }, (_, i) => [i])
  for (const { left, right } of merges) members.push([...members[left], ...members[right]])
  return members
}

/** Flips every branch so that its mean place on the principal axis ascends. */
function orderAlongAxis(s: Float32Array, size: number, merges: readonly Merge[], members: number[][]): Uint32Array {
  const axis = principalAxis(s, size)
  const place = members.map((leaves) => leaves.reduce((sum, leaf) => sum + axis[leaf], 0) / leaves.length)
  const ordered: number[][] = Array.from({ length: size }, (_, i) => [i])
  for (const { left, right } of merges) {
    const [first, second] = place[left] <= place[right] ? [left, right] : [right, left]
    ordered.push([...ordered[first], ...ordered[second]])
  }
  return Uint32Array.from(ordered[ordered.length - 1])
}

/** The leading eigenvector of the doubly centred similarities, by power iteration from a fixed start. */
function principalAxis(s: Float32Array, size: number): Float64Array {
  let axis = Float64Array.from({ length: size }, (_, i) => i - (size - 1) / 2)
  for (let pass = 0; pass < 50; pass++) {
    const next = new Float64Array(size)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) next[i] += s[i * size + j] * axis[j]
    const mean = next.reduce((sum, x) => sum + x, 0) / size
    const length = Math.sqrt(next.reduce((sum, x) => sum + (x - mean) * (x - mean), 0)) || 1
    axis = next.map((x) => (x - mean) / length)
  }
  return axis
}

/**
 * best[i][j]: the greatest sum of neighbouring similarities of the smallest cluster that holds both, with i and j at
 * its two ends. Each pair of leaves belongs to one cluster, so one matrix serves all.
 */
function optimalOrder(s: Float32Array, size: number, merges: readonly Merge[], members: number[][]): Uint32Array {
  const best = new Float64Array(size * size).fill(-Infinity)
  for (let i = 0; i < size; i++) best[i * size + i] = 0
  for (const { left, right } of merges) {
    for (const i of members[left]) {
      const joined = members[right].map((l) => bestJoint(i, l, members[left], s, best, size).value)
      for (const j of members[right]) {
        let most = -Infinity
        members[right].forEach((l, place) => (most = Math.max(most, joined[place] + best[l * size + j])))
        best[i * size + j] = best[j * size + i] = most
      }
    }
  }
  const ends = (cluster: number): [number, number] => {
    const { left, right } = merges[cluster - size]
    let found: [number, number] = [members[left][0], members[right][0]]
    for (const i of members[left]) {
      for (const j of members[right]) if (best[i * size + j] > best[found[0] * size + found[1]]) found = [i, j]
    }
    return found
  }
  const lay = (cluster: number, first: number, last: number): number[] => {
    if (cluster < size) return [cluster]
    const merge = merges[cluster - size]
    const [left, right] = members[merge.left].includes(first) ? [merge.left, merge.right] : [merge.right, merge.left]
    let most = -Infinity
    let joint: [number, number] = [first, last]
    for (const l of members[right]) {
      if (best[l * size + last] === -Infinity) continue
      const { value, k } = bestJoint(first, l, members[left], s, best, size)
      if (value + best[l * size + last] > most) [most, joint] = [value + best[l * size + last], [k, l]]
    }
    return [...lay(left, first, joint[0]), ...lay(right, joint[1], last)]
  }
  const root = size + merges.length - 1
  return Uint32Array.from(lay(root, ...ends(root)))
}

/** The inner end k of the left cluster that best joins i (its outer end) to l across the gap. */
function bestJoint(i: number, l: number, left: number[], s: Float32Array, best: Float64Array, size: number) {
  let value = -Infinity
  let k = left[0]
  for (const end of left) {
    const sum = best[i * size + end] + s[end * size + l]
    if (sum > value) [value, k] = [sum, end]
  }
  return { value, k }
}
