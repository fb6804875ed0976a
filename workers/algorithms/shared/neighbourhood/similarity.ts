import { transposeOrder, type SparseMatrix } from '../../../lib/sparse.ts'
import type { GpuDevice } from '../../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../../device/kernel.ts'
import source from './similarity.wgsl?raw'
import { topKOnGpu } from '../../../device/kernels/top-k.ts'

export const measures = ['cosine', 'adjusted cosine', 'centred cosine', 'pearson', 'jaccard'] as const
export type Measure = (typeof measures)[number]

/** How two columns are compared, and how far the answer is trusted. */
export interface Comparison {
  readonly measure: Measure
  /** similarities are multiplied by n / (n + shrinkage), n the number of people who rated both; 0 or more */
  readonly shrinkage: number
  /** pairs that fewer people rated are not compared; 1 or less compares all, and what nobody shares comes to 0 */
  readonly minOverlap: number
}

/**
 * The columns of a matrix, made ready to be compared. They are called items, and the rows people; to compare people by
 * what they rated, hand in the transpose.
 */
export interface SimilarityProblem extends Comparison {
  /** people × items, as given */
  readonly ratings: SparseMatrix
  /** what the measure takes for a rating: itself, less a mean, or 1; `itemMean` is of the item's own ratings */
  readonly valueOf: (rating: number, person: number, itemMean: number) => number
  /** each entry's value as the measure takes it */
  readonly value: Float64Array
  /** entries by item: those of item i are itemEntry[itemStart[i]] to itemEntry[itemStart[i + 1] - 1], people ascending */
  readonly itemStart: Uint32Array
  readonly itemPerson: Uint32Array
  readonly itemEntry: Uint32Array
  /** length of each item's column of `value`, √Σv² */
  readonly length: Float64Array
}

/** @param ratings people × items */
export function prepareSimilarity(ratings: SparseMatrix, comparison: Comparison): SimilarityProblem {
  const { measure, shrinkage, minOverlap } = comparison
  const { start: itemStart, row: itemPerson, order: itemEntry } = transposeOrder(ratings)
  const valueOf = valueFor(ratings, measure)
  const value = new Float64Array(ratings.column.length)
  const length = new Float64Array(ratings.columns)
  for (let item = 0; item < ratings.columns; item++) {
    const [first, end] = [itemStart[item]!, itemStart[item + 1]!]
    let sum = 0
    for (let k = first; k < end; k++) sum += ratings.value[itemEntry[k]!]!
    let squares = 0
    for (let k = first; k < end; k++) {
      const v = valueOf(ratings.value[itemEntry[k]!]!, itemPerson[k]!, sum / (end - first))
      value[itemEntry[k]!] = v
      squares += v * v
    }
    length[item] = Math.sqrt(squares)
  }
  return { measure, shrinkage, minOverlap, ratings, valueOf, value, itemStart, itemPerson, itemEntry, length }
}

function valueFor(ratings: SparseMatrix, measure: Measure): SimilarityProblem['valueOf'] {
  if (measure === 'jaccard') return () => 1
  if (measure === 'centred cosine') return (rating, _, itemMean) => residual(rating, itemMean)
  if (measure === 'adjusted cosine') {
    const personMean = meansOfRows(ratings)
    return (rating, person) => residual(rating, personMean[person]!)
  }
  if (measure === 'cosine') return (rating) => rating
  // A correlation does not change when all ratings move together; moved by whole stars to near zero, sums of squares of
  // whole and half stars stay exact even in float32.
  let sum = 0
  for (const rating of ratings.value) sum += rating
  const middle = Math.round(sum / Math.max(1, ratings.value.length))
  return (rating) => rating - middle
}

function meansOfRows({ rows, start, value }: SparseMatrix): Float64Array {
  const means = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    for (let e = start[row]!; e < start[row + 1]!; e++) means[row]! += value[e]!
    means[row]! /= start[row + 1]! - start[row]!
  }
  return means
}

/** What rounding leaves of someone who gives every film the same must not be taken for an opinion. */
function residual(rating: number, mean: number): number {
  const difference = rating - mean
  return Math.abs(difference) < 1e-12 * Math.abs(mean) ? 0 : difference
}

/** One column, in or outside the matrix: who rated it, ascending, the values as the measure takes them, and √Σ of their squares. */
export interface Column {
  readonly people: Uint32Array
  readonly values: Float64Array
  readonly length: number
}

/** Column `item` of the matrix. */
export function columnOf({ itemStart, itemPerson, itemEntry, value, length }: SimilarityProblem, item: number): Column {
  const [first, end] = [itemStart[item]!, itemStart[item + 1]!]
  const values = new Float64Array(end - first)
  for (let k = first; k < end; k++) values[k - first] = value[itemEntry[k]!]!
  return { people: itemPerson.subarray(first, end), values, length: length[item]! }
}

/** A column that is not in the matrix: `people` ascending, none twice, and what each gave. */
export function newColumn({ valueOf }: SimilarityProblem, people: Uint32Array, ratings: ArrayLike<number>): Column {
  let sum = 0
  for (let k = 0; k < ratings.length; k++) sum += ratings[k]!
  const values = Float64Array.from(people, (person, k) => valueOf(ratings[k]!, person, sum / people.length))
  return { people, values, length: Math.sqrt(values.reduce((squares, v) => squares + v * v, 0)) }
}

/** Similarities of item `row` to every item into `out` (length items); NaN to itself, and where there is none. */
export function similarityRowPlain(problem: SimilarityProblem, row: number, out: Float64Array): void {
  similaritiesTo(problem, columnOf(problem, row), out)
  out[row] = NaN
}

/** Similarities of a column to every item into `out`; NaN where a length is 0 or the overlap too small. */
export function similaritiesTo(problem: SimilarityProblem, column: Column, out: Float64Array): void {
  const { measure, shrinkage, minOverlap } = problem
  if (measure === 'pearson') correlations(problem, column, out)
  else if (measure === 'jaccard') sharedShares(problem, column, out)
  else cosines(problem, column, out)
  // Pearson has counted the shared people already.
  if (measure === 'pearson' || (shrinkage <= 0 && minOverlap <= 1)) return
  const shared = sharedWith(problem, column)
  for (let i = 0; i < out.length; i++) out[i]! *= trust(shared[i]!, problem)
}

/** How much of a similarity stands when n people rated both; NaN where they are too few to compare. */
export function trust(n: number, { shrinkage, minOverlap }: Comparison): number {
  if (minOverlap > 1 && n < minOverlap) return NaN
  return shrinkage > 0 ? n / (n + shrinkage) : 1
}

function cosines({ ratings, value, length }: SimilarityProblem, column: Column, out: Float64Array): void {
  const { start, column: itemOf } = ratings
  out.fill(0)
  for (let k = 0; k < column.people.length; k++) {
    const weight = column.values[k]!
    const end = start[column.people[k]! + 1]!
    for (let e = start[column.people[k]!]!; e < end; e++) out[itemOf[e]!]! += weight * value[e]!
  }
  const own = column.length
  for (let i = 0; i < out.length; i++) {
    const products = out[i]!
    if (products !== 0) out[i] = products / (own * length[i]!)
    else if (own * length[i]! === 0) out[i] = NaN
  }
}

function sharedShares(problem: SimilarityProblem, column: Column, out: Float64Array): void {
  const both = sharedWith(problem, column)
  const { itemStart } = problem
  for (let i = 0; i < out.length; i++) {
    const either = column.people.length + itemStart[i + 1]! - itemStart[i]! - both[i]!
    out[i] = either > 0 ? both[i]! / either : NaN
  }
}

function correlations(problem: SimilarityProblem, column: Column, out: Float64Array): void {
  const { ratings, value } = problem
  const { start, column: itemOf } = ratings
  const sums = workspace(6 * ratings.columns)
  sums.fill(0)
  for (let k = 0; k < column.people.length; k++) {
    const a = column.values[k]!
    const end = start[column.people[k]! + 1]!
    for (let e = start[column.people[k]!]!; e < end; e++) {
      const b = value[e]!
      const at = 6 * itemOf[e]!
      sums[at]! += 1
      sums[at + 1]! += a
      sums[at + 2]! += b
      sums[at + 3]! += a * b
      sums[at + 4]! += a * a
      sums[at + 5]! += b * b
    }
  }
  for (let i = 0; i < out.length; i++) {
    const at = 6 * i
    const n = sums[at]!
    const r = correlation(n, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!, sums[at + 4]!, sums[at + 5]!)
    out[i] = r * trust(n, problem)
  }
}

/** NaN for fewer than two shared people, and where one of the two gave all of them the same. */
function correlation(n: number, a: number, b: number, ab: number, aa: number, bb: number): number {
  const varianceA = n * aa - a * a
  const varianceB = n * bb - b * b
  if (n < 2 || varianceA <= 1e-12 * n * aa || varianceB <= 1e-12 * n * bb) return NaN
  return (n * ab - a * b) / Math.sqrt(varianceA * varianceB)
}

/** How many of the column's people rated each item. Overwritten by the next row. */
function sharedWith({ ratings }: SimilarityProblem, { people }: Column): Float64Array {
  const { start, column } = ratings
  const count = workspace(ratings.columns)
  count.fill(0)
  for (const person of people) {
    const end = start[person + 1]!
    for (let e = start[person]!; e < end; e++) count[column[e]!]! += 1
  }
  return count
}

/** One row's sums; kept between rows so that nothing is allocated in the loop over them. */
let sums = new Float64Array(0)
function workspace(length: number): Float64Array {
  if (sums.length !== length) sums = new Float64Array(length)
  return sums
}

/** A block of rows as the GPU hands it back. */
export interface SimilarityRows {
  /** count × items, NaN where undefined; empty where they were not asked for */
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
  const parameters = parameterBuffer(gpu, 8)
  const inputs = inputsOf(problem).map((numbers) => bufferFrom(gpu, numbers))
  const planes = problem.measure === 'pearson' ? 6 : 2
  const most = Math.floor(gpu.device.limits.maxStorageBufferBindingSize / (4 * planes * Math.max(1, items)))
  let block: RowBlock | undefined

  async function someRows(first: number, count: number, k: number, withRows: boolean) {
    if (block?.count !== count || block.k !== k || block.withRows !== withRows) {
      block?.destroy()
      block = rowBlock(gpu, problem, [parameters, ...inputs], { count, k, withRows, planes })
    }
    const values = new DataView(new ArrayBuffer(32))
    values.setUint32(0, first, true)
    values.setUint32(4, count, true)
    values.setUint32(8, items, true)
    values.setFloat32(12, problem.shrinkage, true)
    values.setFloat32(16, problem.minOverlap, true)
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
  const kinds = { cosine: 0, 'adjusted cosine': 0, 'centred cosine': 0, pearson: 1, jaccard: 2 }
  const counts = problem.shrinkage > 0 || problem.minOverlap > 1
  const constants = { MEASURE: kinds[problem.measure], COUNT: counts ? 1 : 0 }
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
        rows: withNaN(new Float32Array(similarities ?? 0)),
        ids: new Uint32Array(nearestIds!),
        values: new Float32Array(nearestValues!),
      }
    },
    destroy() {
      for (const held of [sums, ids, best, nearest, back]) held.destroy()
    },
  }
}

/** WGSL has no NaN to rely on: there, undefined is a number that no similarity can be. */
function withNaN(rows: Float32Array): Float32Array {
  for (let i = 0; i < rows.length; i++) if (rows[i]! < -1.5) rows[i] = NaN
  return rows
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
