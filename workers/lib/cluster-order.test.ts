import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterOrder } from './cluster-order.ts'
import { random, shuffle } from './random.ts'

/** Items in blocks, similar inside a block, shuffled by a seed. */
function blocks(count: number, each: number, seed: number) {
  const size = count * each
  const from = random(seed)
  const blockOf = shuffle(
    Uint32Array.from({ length: size }, (_, i) => Math.floor(i / each)),
    from,
  )
  const similarities = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const s = (blockOf[i] === blockOf[j] ? 0.8 : 0.1) + 0.1 * from.uniform()
      similarities[i * size + j] = similarities[j * size + i] = s
    }
  }
  return { size, blockOf, similarities }
}

for (const [count, each] of [
  [5, 12],
  [8, 50],
]) {
  test(`puts ${count} blocks of ${each} side by side`, () => {
    const { size, blockOf, similarities } = blocks(count, each, 7)
    const order = clusterOrder(similarities, size)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i))
    let changes = 0
    for (let k = 1; k < size; k++) if (blockOf[order[k]] !== blockOf[order[k - 1]]) changes++
    expect(changes).toBe(count - 1)
  })
}

test('up to 300 items the branches turn so that points on a line come out in order', () => {
  const points = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 40 })
  fc.assert(
    fc.property(points, (x) => {
      const similarities = Float32Array.from(x.flatMap((a) => x.map((b) => 1 - Math.abs(a - b) / 10_000)))
      const laid = Array.from(clusterOrder(similarities, x.length), (i) => x[i])
      const ascending = [...x].sort((a, b) => a - b)
      expect([ascending, ascending.toReversed()]).toContainEqual(laid)
    }),
  )
})
