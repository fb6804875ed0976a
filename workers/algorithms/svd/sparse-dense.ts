import type { SparseMatrix } from '../../lib/sparse.ts'
import { transposeOrder } from '../../lib/sparse.ts'
import type { GpuDevice } from '../../device/device.ts'
import { bind, bufferFrom, emptyBuffer, kernelOf, readBackOf, run, write } from '../../device/kernel.ts'
import source from './sparse-dense.wgsl?raw'

/** A sparse matrix by rows (CSR) whose values need all of float64: ratings less a mean are no short numbers. */
export interface WideSparseMatrix extends Omit<SparseMatrix, 'value'> {
  readonly value: Float64Array
}

/**
 * The product of a sparse matrix and a dense one, into `out` (rows × width).
 *
 * @param dense columns × width, row-major
 */
export function sparseDensePlain(
  { rows, start, column, value }: WideSparseMatrix,
  dense: Float64Array,
  width: number,
  out: Float64Array,
): void {
  out.fill(0)
  for (let row = 0; row < rows; row++) {
    const at = row * width
    for (let e = start[row]!; e < start[row + 1]!; e++) {
      const from = column[e]! * width
      const times = value[e]!
      for (let f = 0; f < width; f++) out[at + f]! += times * dense[from + f]!
    }
  }
}

/**
 * AᵀA X without A X ever being kept: each row of A is multiplied with X, and what comes out goes back along the row.
 *
 * @param dense columns × width, row-major
 * @returns columns × width
 */
export function gramDensePlain(
  { rows, start, column, value }: WideSparseMatrix,
  dense: Float64Array,
  width: number,
): Float64Array {
  const out = new Float64Array(dense.length)
  const product = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    const [first, end] = [start[row]!, start[row + 1]!]
    product.fill(0)
    // Four entries at a time: a quarter of the reads and writes of what they share.
    let e = first
    for (; e + 3 < end; e += 4) {
      const a = column[e]! * width
      const b = column[e + 1]! * width
      const c = column[e + 2]! * width
      const d = column[e + 3]! * width
      const [va, vb, vc, vd] = [value[e]!, value[e + 1]!, value[e + 2]!, value[e + 3]!]
      for (let f = 0; f < width; f++)
        product[f]! += va * dense[a + f]! + vb * dense[b + f]! + (vc * dense[c + f]! + vd * dense[d + f]!)
    }
    for (; e < end; e++) {
      const [a, va] = [column[e]! * width, value[e]!]
      for (let f = 0; f < width; f++) product[f]! += va * dense[a + f]!
    }
    for (e = first; e + 3 < end; e += 4) {
      const a = column[e]! * width
      const b = column[e + 1]! * width
      const c = column[e + 2]! * width
      const d = column[e + 3]! * width
      const [va, vb, vc, vd] = [value[e]!, value[e + 1]!, value[e + 2]!, value[e + 3]!]
      for (let f = 0; f < width; f++) {
        const x = product[f]!
        out[a + f]! += va * x
        out[b + f]! += vb * x
        out[c + f]! += vc * x
        out[d + f]! += vd * x
      }
    }
    for (; e < end; e++) {
      const [a, va] = [column[e]! * width, value[e]!]
      for (let f = 0; f < width; f++) out[a + f]! += va * product[f]!
    }
  }
  return out
}

/** AᵀA X on the GPU, in float32: two dispatches, and only the product comes back. */
export interface GramOnGpu {
  /** As `gramDensePlain`. Not to be called while another call is under way. */
  times(dense: Float64Array): Promise<Float64Array>
  destroy(): void
}

export function createGramOnGpu(gpu: GpuDevice, matrix: WideSparseMatrix, width: number): GramOnGpu {
  const { rows, columns } = matrix
  const { start, row, order } = transposeOrder({ ...matrix, value: new Float32Array(0) })
  const byRow = [matrix.start, matrix.column, Float32Array.from(matrix.value)]
  const byColumn = [start, row, Float32Array.from(order, (e) => matrix.value[e]!)]
  const [ofRows, ofColumns] = [byRow, byColumn].map((parts) => parts.map((numbers) => bufferFrom(gpu, numbers)))
  const dense = emptyBuffer(gpu, columns * width)
  const between = emptyBuffer(gpu, rows * width)
  const product = emptyBuffer(gpu, columns * width)
  const kernel = kernelOf(gpu, source, 'sparse_dense', { WIDTH: width })
  const steps = [
    { kernel, bindings: [...ofRows!, dense, between], workgroups: Math.ceil((rows * width) / 64) },
    { kernel, bindings: [...ofColumns!, between, product], workgroups: Math.ceil((columns * width) / 64) },
  ].map((step) => bind(gpu, step))
  const back = readBackOf(gpu, [{ buffer: product, length: columns * width }])
  return {
    async times(numbers) {
      write(gpu, dense, Float32Array.from(numbers))
      await run(gpu, steps, back.copy)
      const [bytes] = await back.bytes()
      return Float64Array.from(new Float32Array(bytes!))
    },
    destroy() {
      for (const held of [...ofRows!, ...ofColumns!, dense, between, product, back]) held.destroy()
    },
  }
}
