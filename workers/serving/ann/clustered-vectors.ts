import { square } from '../../lib/portable-math.ts'
import { random } from '../../lib/random.ts'
import { unitRows } from './unit-length.ts'

/** Unit vectors in clusters: centres from a normal distribution, and around each so many with this deviation. */
export function clusteredVectors(count: number, width: number, clusters: number, deviation: number, seed: number) {
  const from = random(seed)
  const centres = Float64Array.from({ length: clusters * width }, () => from.normal())
  const values = new Float32Array(count * width)
  for (let row = 0; row < count; row++) {
    const centre = from.integer(clusters) * width
    for (let d = 0; d < width; d++) values[row * width + d] = centres[centre + d] + deviation * from.normal()
  }
  return unitRows(values, width)
}

/** Unit vectors in every direction alike. */
export function isotropicVectors(count: number, width: number, seed: number) {
  const from = random(seed)
  return unitRows(
    Float32Array.from({ length: count * width }, () => from.normal()),
    width,
  )
}

/**
 * A larger catalogue: the items' own vectors first, then others around them, each a random item's with a normal deviation
 * of `spread` times the items' mean deviation along each axis.
 */
export function enlarged(
  values: Float32Array,
  width: number,
  count: number,
  spread: number,
  seed: number,
): Float32Array {
  const items = values.length / width
  const larger = new Float32Array(Math.max(items, count) * width)
  larger.set(values)
  const from = random(seed)
  const deviations = Float64Array.from({ length: width }, (_, d) => spread * deviationOf(values, width, d))
  for (let row = items; row < count; row++) {
    const like = from.integer(items) * width
    for (let d = 0; d < width; d++) larger[row * width + d] = values[like + d] + deviations[d] * from.normal()
  }
  return larger
}

function deviationOf(values: Float32Array, width: number, axis: number) {
  const items = values.length / width
  let [sum, squares] = [0, 0]
  for (let at = axis; at < values.length; at += width) {
    sum += values[at]
    squares += values[at] * values[at]
  }
  return Math.sqrt(Math.max(0, squares / items - square(sum / items)))
}
