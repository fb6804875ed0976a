import type { Snapshot } from '../../workers/contract/system.ts'

/** A matrix that arrives row by row: what has come so far, and up to where the playhead shows it. */
export interface MatrixRows {
  readonly size: number
  /** the film or person of each row, and of each column */
  readonly ids: Uint32Array
  /** size × size, row-major; filled in place */
  readonly values: Float32Array
  /** rows that have come, from the first on */
  readonly held: number
  /** rows to show at this step */
  readonly rowsDone: number
}

/** The matrix with a snapshot's rows added; undefined where the snapshot is none of a matrix. */
export function withRows(rows: MatrixRows | undefined, snapshot: Snapshot): MatrixRows | undefined {
  const { fromRow, rowsDone, size, rows: arrived } = snapshot
  if (typeof fromRow !== 'number' || typeof rowsDone !== 'number' || typeof size !== 'number' || size === 0)
    return undefined
  if (!(arrived instanceof Float32Array)) return undefined
  const same = rows?.size === size
  const ids = same ? rows.ids : snapshot.ids instanceof Uint32Array ? snapshot.ids : inOrder(size)
  const values = same ? rows.values : new Float32Array(size * size).fill(NaN)
  values.set(arrived, fromRow * size)
  const held = Math.max(same ? rows.held : 0, fromRow + arrived.length / size)
  return { size, ids, values, held, rowsDone }
}

const inOrder = (size: number) => Uint32Array.from({ length: size }, (_, row) => row)
