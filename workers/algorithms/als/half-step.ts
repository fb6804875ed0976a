import { choleskyInPlace, choleskySolve } from '../../lib/cholesky.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import type { GpuDevice } from '../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  finished,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../device/kernel.ts'
import source from './half-step.wgsl?raw'

/** Above, a row's packed triangle does not fit the workgroup memory that every device has: the CPU solves them. */
export const maxGpuFactors = 80

/** Rows gathered at once: few enough to stay in the first-level cache. */
const chunk = 128

/**
 * Solves every row against the fixed factors: x = (YᵀY + Yᵀ(C − I)Y + λI)⁻¹ YᵀCp with c = 1 + α·strength and p = 1 for
 * the entries of the row (Hu, Koren & Volinsky 2008, eq. 4). A row without entries becomes zero.
 *
 * @param ratings rows × columns; an entry's value is its strength, not negative
 * @param fixed columns × factors, row-major
 * @param solved rows × factors, row-major; overwritten
 */
export function solveHalfStepPlain(
  ratings: SparseMatrix,
  fixed: Float64Array,
  factors: number,
  regularization: number,
  alpha: number,
  solved: Float64Array,
): void {
  const system = new NormalEquations(factors, gramianOf(fixed, factors), regularization, alpha)
  for (let row = 0; row < ratings.rows; row++) {
    if (ratings.start[row] === ratings.start[row + 1]) {
      solved.fill(0, row * factors, (row + 1) * factors)
      continue
    }
    system.solve(ratings, row, fixed)
    for (let f = 0; f < factors; f++) solved[row * factors + f] = system.vector[f]!
  }
}

/** YᵀY as the functions here want it: the lower triangle, row-major, rows padded to a multiple of four. */
export function gramianOf(matrix: Float64Array | Float32Array, factors: number): Float64Array {
  const stride = padded(factors)
  const gramian = new Float64Array(stride * stride)
  const panel = new Float64Array(chunk * stride)
  const rows = matrix.length / factors
  for (let first = 0; first < rows; first += chunk) {
    const count = Math.min(chunk, rows - first)
    for (let r = 0; r < count; r++) {
      for (let f = 0; f < factors; f++) panel[r * stride + f] = matrix[(first + r) * factors + f]!
    }
    addProducts(gramian, panel, count, stride)
  }
  return gramian
}

export interface PersonSystem {
  /** the person's factors; zero without entries */
  readonly vector: Float64Array
  /**
   * What each entry adds to the score of an item: c · yᵢᵀ(YᵀCY + λI)⁻¹y of the entry (Hu et al. §5), in the order of the
   * entries. They add up to the vector's product with the item's factors.
   */
  contributions(item: number): Float64Array
}

/** One person solved against the items' factors, with what is needed to say why. */
export function personSystem(
  items: Uint32Array,
  strengths: Float32Array,
  itemFactors: Float64Array,
  gramian: Float64Array,
  factors: number,
  regularization: number,
  alpha: number,
): PersonSystem {
  const one: SparseMatrix = {
    rows: 1,
    columns: itemFactors.length / factors,
    start: Uint32Array.of(0, items.length),
    column: items,
    value: strengths,
  }
  const system = new NormalEquations(factors, gramian, regularization, alpha)
  system.solve(one, 0, itemFactors)
  return {
    vector: system.vector.slice(0, factors),
    contributions(item) {
      const toItem = itemFactors.slice(item * factors, (item + 1) * factors)
      choleskySolve(system.matrix, factors, system.stride, toItem)
      return Float64Array.from(items, (j, e) => {
        let product = 0
        for (let f = 0; f < factors; f++) product += itemFactors[j * factors + f]! * toItem[f]!
        return (1 + alpha * strengths[e]!) * product
      })
    },
  }
}

/**
 * Σ c(p − x·y)² over every cell, seen or not, + λ(‖X‖² + ‖Y‖²): what a half-step never raises. In float64, by the
 * Gramians: Σ(x·y)² over all cells is the trace of XᵀX YᵀY, and the entries correct it.
 */
export function alsLoss(
  ratings: SparseMatrix,
  users: Float64Array | Float32Array,
  items: Float64Array | Float32Array,
  factors: number,
  regularization: number,
  alpha: number,
): number {
  const stride = padded(factors)
  const gramUsers = gramianOf(users, factors)
  const gramItems = gramianOf(items, factors)
  let squares = 0
  let norms = 0
  for (let i = 0; i < factors; i++) {
    const row = i * stride
    for (let j = 0; j < i; j++) squares += 2 * gramUsers[row + j]! * gramItems[row + j]!
    squares += gramUsers[row + i]! * gramItems[row + i]!
    norms += gramUsers[row + i]! + gramItems[row + i]!
  }
  let corrections = 0
  for (let row = 0; row < ratings.rows; row++) {
    for (let e = ratings.start[row]!; e < ratings.start[row + 1]!; e++) {
      const item = ratings.column[e]! * factors
      let score = 0
      for (let f = 0; f < factors; f++) score += users[row * factors + f]! * items[item + f]!
      corrections += (1 + alpha * ratings.value[e]!) * (1 - score) * (1 - score) - score * score
    }
  }
  return squares + corrections + regularization * norms
}

const padded = (factors: number) => (factors + 3) & ~3

/** The normal equations of one row after another, in one workspace: nothing is allocated between rows. */
class NormalEquations {
  readonly stride: number
  /** after `solve`: the factor of YᵀCY + λI, as `choleskySolve` wants it */
  readonly matrix: Float64Array
  /** after `solve`: the row's factors, padded */
  readonly vector: Float64Array
  private readonly factors: number
  private readonly base: Float64Array
  private readonly alpha: number
  private readonly panel: Float64Array

  constructor(factors: number, gramian: Float64Array, regularization: number, alpha: number) {
    this.factors = factors
    this.alpha = alpha
    this.stride = padded(factors)
    this.base = gramian.slice()
    for (let f = 0; f < factors; f++) this.base[f * this.stride + f]! += regularization
    this.matrix = new Float64Array(this.base.length)
    this.vector = new Float64Array(this.stride)
    this.panel = new Float64Array(chunk * this.stride)
  }

  solve(ratings: SparseMatrix, row: number, fixed: Float64Array): void {
    this.matrix.set(this.base)
    this.vector.fill(0)
    const end = ratings.start[row + 1]!
    for (let first = ratings.start[row]!; first < end; first += chunk) {
      const count = Math.min(chunk, end - first)
      this.gather(ratings, first, count, fixed)
      addProducts(this.matrix, this.panel, count, this.stride)
    }
    choleskyInPlace(this.matrix, this.factors, this.stride)
    choleskySolve(this.matrix, this.factors, this.stride, this.vector)
  }

  /** Entries' factors into the panel, times √(c − 1) so that the panel's products are the correction; c·y into b. */
  private gather(ratings: SparseMatrix, first: number, count: number, fixed: Float64Array): void {
    const { factors, stride, alpha, panel, vector } = this
    for (let k = 0; k < count; k++) {
      const excess = alpha * ratings.value[first + k]!
      const scale = Math.sqrt(excess)
      const confidence = 1 + excess
      const from = ratings.column[first + k]! * factors
      const to = k * stride
      for (let f = 0; f < factors; f++) {
        const y = fixed[from + f]!
        panel[to + f] = scale * y
        vector[f]! += confidence * y
      }
    }
  }
}

/**
 * matrix += panelᵀ panel, lower triangle, in tiles of 2 × 4 whose eight sums stay in registers while the panel's rows
 * pass by (a tile on the diagonal writes a few cells above it, which nobody reads).
 */
function addProducts(matrix: Float64Array, panel: Float64Array, rows: number, stride: number): void {
  const end = rows * stride
  for (let i = 0; i < stride; i += 2) {
    for (let j = 0; j <= i; j += 4) {
      let s00 = 0, s01 = 0, s02 = 0, s03 = 0 // prettier-ignore
      let s10 = 0, s11 = 0, s12 = 0, s13 = 0 // prettier-ignore
      for (let row = 0; row < end; row += stride) {
        const x0 = panel[row + i]!
        const x1 = panel[row + i + 1]!
        const y0 = panel[row + j]!
        const y1 = panel[row + j + 1]!
        const y2 = panel[row + j + 2]!
        const y3 = panel[row + j + 3]!
        s00 += x0 * y0
        s01 += x0 * y1
        s02 += x0 * y2
        s03 += x0 * y3
        s10 += x1 * y0
        s11 += x1 * y1
        s12 += x1 * y2
        s13 += x1 * y3
      }
      const upper = i * stride + j
      const lower = upper + stride
      matrix[upper]! += s00
      matrix[upper + 1]! += s01
      matrix[upper + 2]! += s02
      matrix[upper + 3]! += s03
      matrix[lower]! += s10
      matrix[lower + 1]! += s11
      matrix[lower + 2]! += s12
      matrix[lower + 3]! += s13
    }
  }
}

/** Both sides' factors on the GPU; nothing comes back before `read`. Each half-step is two dispatches. */
export interface AlsOnGpu {
  write(users: Float32Array, items: Float32Array): void
  /** Resolves when the device is done. */
  solveUsers(regularization: number, alpha: number): Promise<void>
  solveItems(regularization: number, alpha: number): Promise<void>
  /** users × factors and items × factors, row-major; throws DeviceLostError where the device is gone */
  read(): Promise<{ users: Float32Array; items: Float32Array }>
  destroy(): void
}

/**
 * @param ratings users × items, an entry's value its strength
 * @param transposed the same, items × users
 * @param factors 1 to `maxGpuFactors`
 */
export function createAlsOnGpu(
  gpu: GpuDevice,
  ratings: SparseMatrix,
  transposed: SparseMatrix,
  factors: number,
): AlsOnGpu {
  const users = emptyBuffer(gpu, ratings.rows * factors)
  const items = emptyBuffer(gpu, ratings.columns * factors)
  const forUsers = halfStepOnGpu(gpu, ratings, items, users, factors)
  const forItems = halfStepOnGpu(gpu, transposed, users, items, factors)
  const back = readBackOf(gpu, [
    { buffer: users, length: ratings.rows * factors },
    { buffer: items, length: ratings.columns * factors },
  ])
  return {
    write(newUsers, newItems) {
      write(gpu, users, newUsers)
      write(gpu, items, newItems)
    },
    solveUsers: forUsers.solve,
    solveItems: forItems.solve,
    async read() {
      await run(gpu, [], back.copy)
      const [ofUsers, ofItems] = await back.bytes()
      return { users: new Float32Array(ofUsers!), items: new Float32Array(ofItems!) }
    },
    destroy() {
      for (const held of [users, items, forUsers, forItems, back]) held.destroy()
    },
  }
}

function halfStepOnGpu(gpu: GpuDevice, ratings: SparseMatrix, held: GPUBuffer, solved: GPUBuffer, factors: number) {
  const parameters = parameterBuffer(gpu, 4)
  const products = emptyBuffer(gpu, (factors * (factors + 1)) / 2)
  const entries = [ratings.start, ratings.column, ratings.value].map((numbers) => bufferFrom(gpu, numbers))
  const tiles = Math.ceil(factors / 8)
  const kernel = (entryPoint: string) => kernelOf(gpu, source, entryPoint, { FACTORS: factors })
  const dispatches = [
    bind(gpu, {
      kernel: kernel('gramian'),
      bindings: [parameters, held, products],
      workgroups: (tiles * (tiles + 1)) / 2,
    }),
    bind(gpu, {
      kernel: kernel('solve'),
      bindings: [parameters, held, products, ...entries, solved],
      workgroups: ratings.rows,
    }),
  ]
  return {
    async solve(regularization: number, alpha: number) {
      const values = new DataView(new ArrayBuffer(16))
      values.setUint32(0, ratings.rows, true)
      values.setUint32(4, ratings.columns, true)
      values.setFloat32(8, regularization, true)
      values.setFloat32(12, alpha, true)
      write(gpu, parameters, values.buffer)
      await run(gpu, dispatches)
      await finished(gpu)
    },
    destroy() {
      for (const buffer of [parameters, products, ...entries]) buffer.destroy()
    },
  }
}
