import { transposeOrder, type SparseMatrix } from '../../lib/sparse.ts'
import type { GpuDevice } from '../device.ts'
import { bind, bufferFrom, emptyBuffer, kernelOf, parameterBuffer, readBackOf, run, write } from '../kernel.ts'
import source from './similarity.wgsl?raw'
import { topKOnGpu } from './top-k.ts'

export const measures = ['cosine', 'adjusted cosine', 'pearson', 'jaccard'] as const
export type Measure = (typeof measures)[number]

/** The columns of a matrix, made ready to be compared by one measure. */
export interface SimilarityProblem {
  readonly measure: Measure
  /** similarities are multiplied by n / (n + shrinkage), n the number of people who rated both */
  readonly shrinkage: number
  /** people × items, as given */
  readonly ratings: SparseMatrix
  /** each entry's value as the measure takes it: the rating, the rating less the person's mean, or 1 */
  readonly value: Float64Array
  /** entries by item: those of item i are itemEntry[itemStart[i]] to itemEntry[itemStart[i + 1] - 1], people ascending */
  readonly itemStart: Uint32Array
  readonly itemPerson: Uint32Array
  readonly itemEntry: Uint32Array
  /** length of each item's column of `value`, √Σv² */
  readonly length: Float64Array
}

/**
 * @param ratings people × items
 * @param shrinkage 0 or more, in co-raters
 */
export function prepareSimilarity(ratings: SparseMatrix, measure: Measure, shrinkage: number): SimilarityProblem {
  const value = valuesFor(ratings, measure)
  const { start: itemStart, row: itemPerson, order: itemEntry } = transposeOrder(ratings)
  const length = new Float64Array(ratings.columns)
  ratings.column.forEach((item, e) => (length[item]! += value[e]! * value[e]!))
  for (let i = 0; i < length.length; i++) length[i] = Math.sqrt(length[i]!)
  return { measure, shrinkage, ratings, value, itemStart, itemPerson, itemEntry, length }
}

function valuesFor(ratings: SparseMatrix, measure: Measure): Float64Array {
  const value = Float64Array.from(ratings.value)
  if (measure === 'jaccard') value.fill(1)
  if (measure === 'pearson') shift(value)
  if (measure !== 'adjusted cosine') return value
  for (let person = 0; person < ratings.rows; person++) {
    const row = value.subarray(ratings.start[person]!, ratings.start[person + 1]!)
    let sum = 0
    for (const rating of row) sum += rating
    const mean = sum / row.length
    for (let e = 0; e < row.length; e++) row[e] = residual(row[e]!, mean)
  }
  return value
}

/** What rounding leaves of someone who gives every film the same must not be taken for an opinion. */
function residual(rating: number, mean: number): number {
  const difference = rating - mean
  return Math.abs(difference) < 1e-12 * Math.abs(mean) ? 0 : difference
}

/**
 * A correlation does not change when all ratings move together; moved by whole stars to near zero, sums of squares of
 * whole and half stars stay exact even in float32.
 */
function shift(value: Float64Array): void {
  let sum = 0
  for (const rating of value) sum += rating
  const middle = Math.round(sum / Math.max(1, value.length))
  for (let e = 0; e < value.length; e++) value[e]! -= middle
}

/** Similarities of item `row` to every item into `out` (length items); 0 to itself, and where it is undefined. */
export function similarityRowPlain(problem: SimilarityProblem, row: number, out: Float64Array): void {
  if (problem.measure === 'pearson') return pearsonRow(problem, row, out)
  if (problem.measure === 'jaccard') return jaccardRow(problem, row, out)
  const { shrinkage, ratings, value, itemStart, itemPerson, itemEntry, length } = problem
  const { start, column } = ratings
  out.fill(0)
  for (let k = itemStart[row]!; k < itemStart[row + 1]!; k++) {
    const weight = value[itemEntry[k]!]!
    const person = itemPerson[k]!
    const end = start[person + 1]!
    for (let e = start[person]!; e < end; e++) out[column[e]!]! += weight * value[e]!
  }
  const own = length[row]!
  for (let i = 0; i < out.length; i++) {
    const products = out[i]!
    if (products !== 0) out[i] = products / (own * length[i]!)
  }
  out[row] = 0
  if (shrinkage > 0) shrink(out, coRatersOf(problem, row), shrinkage)
}

function jaccardRow(problem: SimilarityProblem, row: number, out: Float64Array): void {
  const both = coRatersOf(problem, row)
  const { itemStart, shrinkage } = problem
  const own = itemStart[row + 1]! - itemStart[row]!
  for (let i = 0; i < out.length; i++) {
    const either = own + itemStart[i + 1]! - itemStart[i]! - both[i]!
    out[i] = both[i] === 0 ? 0 : both[i]! / either
  }
  out[row] = 0
  if (shrinkage > 0) shrink(out, both, shrinkage)
}

function pearsonRow(problem: SimilarityProblem, row: number, out: Float64Array): void {
  const { shrinkage, ratings, value, itemStart, itemPerson, itemEntry } = problem
  const { start, column } = ratings
  const items = ratings.columns
  const sums = workspace(6 * items)
  sums.fill(0)
  for (let k = itemStart[row]!; k < itemStart[row + 1]!; k++) {
    const a = value[itemEntry[k]!]!
    const person = itemPerson[k]!
    const end = start[person + 1]!
    for (let e = start[person]!; e < end; e++) {
      const b = value[e]!
      const at = 6 * column[e]!
      sums[at]! += 1
      sums[at + 1]! += a
      sums[at + 2]! += b
      sums[at + 3]! += a * b
      sums[at + 4]! += a * a
      sums[at + 5]! += b * b
    }
  }
  for (let i = 0; i < items; i++) {
    const at = 6 * i
    const n = sums[at]!
    out[i] = n < 2 ? 0 : correlation(n, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!, sums[at + 4]!, sums[at + 5]!)
    if (shrinkage > 0) out[i]! *= n / (n + shrinkage)
  }
  out[row] = 0
}

function correlation(n: number, a: number, b: number, ab: number, aa: number, bb: number): number {
  const varianceA = n * aa - a * a
  const varianceB = n * bb - b * b
  if (varianceA <= 1e-12 * n * aa || varianceB <= 1e-12 * n * bb) return 0
  return (n * ab - a * b) / Math.sqrt(varianceA * varianceB)
}

function coRatersOf(problem: SimilarityProblem, row: number): Float64Array {
  const { ratings, itemStart, itemPerson } = problem
  const { start, column } = ratings
  const count = workspace(ratings.columns)
  count.fill(0)
  for (let k = itemStart[row]!; k < itemStart[row + 1]!; k++) {
    const person = itemPerson[k]!
    const end = start[person + 1]!
    for (let e = start[person]!; e < end; e++) count[column[e]!]! += 1
  }
  return count
}

function shrink(similarities: Float64Array, coRaters: Float64Array, shrinkage: number): void {
  for (let i = 0; i < similarities.length; i++) similarities[i]! *= coRaters[i]! / (coRaters[i]! + shrinkage)
}

/** One row's sums; kept between rows so that nothing is allocated in the loop over them. */
let sums = new Float64Array(0)
function workspace(length: number): Float64Array {
  if (sums.length !== length) sums = new Float64Array(length)
  return sums
}

/** The arithmetic behind one similarity, to be read beside the two columns. */
export interface SimilarityPair {
  /** people who rated both, ascending */
  readonly coRaters: Uint32Array
  /** what each of them contributes: ratings, less a mean where the measure subtracts one; 1 each for Jaccard */
  readonly a: number[]
  readonly b: number[]
  /** Σ a·b; for Jaccard the number of people who rated both */
  readonly sumOfProducts: number
  /** √Σ of squares: over everyone who rated the item, or for Pearson over the co-raters; for Jaccard the number of raters */
  readonly lengthA: number
  readonly lengthB: number
  readonly n: number
  /** whether the measure says anything: not of an item and itself, nor where a length is 0, nor (Pearson) under 2 co-raters */
  readonly defined: boolean
  /** before shrinkage; 0 where undefined */
  readonly quotient: number
  readonly similarity: number
}

/** Items a and b compared, step by step; 0 to itself as in the rows. */
export function similarityPair(problem: SimilarityProblem, a: number, b: number): SimilarityPair {
  const { measure, shrinkage, length, itemStart } = problem
  const { coRaters, ofA, ofB } = coRated(problem, a, b)
  const n = coRaters.length
  if (measure === 'pearson') {
    centre(ofA)
    centre(ofB)
  }
  const sumOfProducts = ofA.reduce((sum, x, k) => sum + x * ofB[k]!, 0)
  const raters = (item: number) => itemStart[item + 1]! - itemStart[item]!
  const lengthOf = (item: number, values: number[]) => {
    if (measure === 'jaccard') return raters(item)
    if (measure === 'pearson') return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
    return length[item]!
  }
  const lengthA = lengthOf(a, ofA)
  const lengthB = lengthOf(b, ofB)
  const divisor = measure === 'jaccard' ? lengthA + lengthB - n : lengthA * lengthB
  const defined = a !== b && divisor > 1e-12 && !(measure === 'pearson' && n < 2)
  const quotient = defined ? sumOfProducts / divisor : 0
  const similarity = shrinkage > 0 && n > 0 ? (quotient * n) / (n + shrinkage) : quotient
  return { coRaters, a: ofA, b: ofB, sumOfProducts, lengthA, lengthB, n, defined, quotient, similarity }
}

/** Whether the measure says anything of two items; as `similarityPair`'s `defined`, without its arithmetic where it can. */
export function isDefined(problem: SimilarityProblem, a: number, b: number): boolean {
  if (problem.measure === 'pearson') return similarityPair(problem, a, b).defined
  const { length } = problem
  // Jaccard needs a viewer of either, the cosines a length on both sides.
  const enough = problem.measure === 'jaccard' ? length[a] + length[b] > 0 : length[a] * length[b] > 0
  return a !== b && enough
}

function coRated(problem: SimilarityProblem, a: number, b: number) {
  const { itemStart, itemPerson, itemEntry, value } = problem
  const people: number[] = []
  const ofA: number[] = []
  const ofB: number[] = []
  let j = itemStart[b]!
  const endB = itemStart[b + 1]!
  for (let i = itemStart[a]!; i < itemStart[a + 1]!; i++) {
    while (j < endB && itemPerson[j]! < itemPerson[i]!) j++
    if (j === endB) break
    if (itemPerson[j] !== itemPerson[i]) continue
    people.push(itemPerson[i]!)
    ofA.push(value[itemEntry[i]!]!)
    ofB.push(value[itemEntry[j]!]!)
  }
  return { coRaters: Uint32Array.from(people), ofA, ofB }
}

function centre(values: number[]): void {
  const mean = values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length)
  for (let k = 0; k < values.length; k++) values[k]! -= mean
}

/** A block of rows as the GPU hands it back. */
export interface SimilarityRows {
  /** count × items; empty where they were not asked for */
  readonly rows: Float32Array
  /** count × k, nearest first; `noItem` where there are fewer */
  readonly ids: Uint32Array
  /** count × k; 0 where there are fewer */
  readonly values: Float32Array
}

export interface SimilarityOnGpu {
  /** `count` rows from `first` on, in two dispatches where the device can hold them at once. */
  rows(first: number, count: number, k: number, withRows?: boolean): Promise<SimilarityRows>
  destroy(): void
}

/** The items' ratings on the GPU, in float32. `rows` must not be called while another call is under way. */
export function createSimilarityOnGpu(gpu: GpuDevice, problem: SimilarityProblem): SimilarityOnGpu {
  const items = problem.ratings.columns
  const parameters = parameterBuffer(gpu, 4)
  const inputs = inputsOf(problem).map((numbers) => bufferFrom(gpu, numbers))
  const planes = problem.measure === 'pearson' ? 6 : 2
  const most = Math.floor(gpu.device.limits.maxStorageBufferBindingSize / (4 * planes * Math.max(1, items)))
  let block: RowBlock | undefined

  async function someRows(first: number, count: number, k: number, withRows: boolean) {
    if (block?.count !== count || block.k !== k || block.withRows !== withRows) {
      block?.destroy()
      block = rowBlock(gpu, problem, [parameters, ...inputs], { count, k, withRows, planes })
    }
    const values = new DataView(new ArrayBuffer(16))
    values.setUint32(0, first, true)
    values.setUint32(4, count, true)
    values.setUint32(8, items, true)
    values.setFloat32(12, problem.shrinkage, true)
    write(gpu, parameters, values.buffer)
    return block.read()
  }

  return {
    async rows(first, count, k, withRows = true) {
      const parts: SimilarityRows[] = []
      for (let done = 0; done < count; done += most) {
        parts.push(await someRows(first + done, Math.min(most, count - done), k, withRows))
      }
      return parts.length === 1 ? parts[0]! : joined(parts)
    },
    destroy() {
      block?.destroy()
      for (const buffer of [parameters, ...inputs]) buffer.destroy()
    },
  }
}

/** In the order of the shader's bindings 1 to 7. */
function inputsOf({ ratings, value, itemStart, itemPerson, itemEntry, length }: SimilarityProblem) {
  const raterValue = Float32Array.from(itemEntry, (e) => value[e]!)
  const { start, column } = ratings
  return [start, column, Float32Array.from(value), itemStart, itemPerson, raterValue, Float32Array.from(length)]
}

interface RowShape {
  readonly count: number
  readonly k: number
  readonly withRows: boolean
  readonly planes: number
}

interface RowBlock extends RowShape {
  read(): Promise<SimilarityRows>
  destroy(): void
}

/** What a block of one size needs, kept from block to block. */
function rowBlock(gpu: GpuDevice, problem: SimilarityProblem, inputs: GPUBuffer[], shape: RowShape): RowBlock {
  const { count, k, withRows } = shape
  const items = problem.ratings.columns
  const sums = emptyBuffer(gpu, shape.planes * count * items)
  const ids = emptyBuffer(gpu, count * k)
  const best = emptyBuffer(gpu, count * k)
  const kinds = { cosine: 0, 'adjusted cosine': 0, pearson: 1, jaccard: 2 }
  const constants = { MEASURE: kinds[problem.measure], SHRINK: problem.shrinkage > 0 ? 1 : 0 }
  const kernel = kernelOf(gpu, source, 'similarity_rows', constants)
  const rows = bind(gpu, { kernel, bindings: [...inputs, sums], workgroups: count })
  const nearest = topKOnGpu(gpu, { values: sums, ids, best })
  const back = readBackOf(gpu, [
    { buffer: ids, length: count * k },
    { buffer: best, length: count * k },
    ...(withRows ? [{ buffer: sums, length: count * items }] : []),
  ])
  return {
    ...shape,
    async read() {
      await run(gpu, [rows, nearest.of(count, items, k)], back.copy)
      const [nearestIds, nearestValues, similarities] = await back.bytes()
      return {
        rows: new Float32Array(similarities ?? 0),
        ids: new Uint32Array(nearestIds!),
        values: new Float32Array(nearestValues!),
      }
    },
    destroy() {
      for (const held of [sums, ids, best, nearest, back]) held.destroy()
    },
  }
}

function joined(parts: readonly SimilarityRows[]): SimilarityRows {
  const floats = (of: (part: SimilarityRows) => Float32Array) => {
    const all = new Float32Array(parts.reduce((sum, part) => sum + of(part).length, 0))
    let at = 0
    for (const part of parts) {
      all.set(of(part), at)
      at += of(part).length
    }
    return all
  }
  const ids = Uint32Array.from(parts.flatMap((part) => [...part.ids]))
  return { rows: floats((part) => part.rows), ids, values: floats((part) => part.values) }
}
