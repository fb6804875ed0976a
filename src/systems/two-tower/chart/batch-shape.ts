/** A cell of a square: a person's row, a film's column. */
export interface BatchCell {
  readonly row: number
  readonly column: number
}

/** Which film the loss takes for each person's right answer. */
export type Answers = 'own' | 'second'

export interface BatchReading {
  /** size × size, row-major: how likely each person's film is said to be each of them */
  readonly shares: Float64Array
  /** −log of the share of the right answer, on average */
  readonly loss: number
  /** the share of the right answer, on average */
  readonly meanShare: number
  /** people whose right answer has the largest share */
  readonly first: number
}

export const answerOf = (row: number, answers: Answers) => (answers === 'own' ? row : 1)

/**
 * The softmax of scores − log Q, row by row, and how well it does.
 *
 * @param scores size × size, row-major
 * @param turned a temperature below zero turns every score around
 */
export function readBatch(
  scores: ArrayLike<number>,
  logQ: ArrayLike<number>,
  answers: Answers,
  turned: boolean,
): BatchReading {
  const size = logQ.length
  const shares = new Float64Array(size * size)
  let [loss, meanShare, first] = [0, 0, 0]
  for (let row = 0; row < size; row++) {
    const logits = Float64Array.from(logQ, (q, k) => (turned ? -1 : 1) * scores[row * size + k]! - q)
    const largest = Math.max(...logits)
    const exps = logits.map((logit) => Math.exp(logit - largest))
    const sum = exps.reduce((total, value) => total + value, 0)
    exps.forEach((value, k) => (shares[row * size + k] = value / sum))
    const right = logits[answerOf(row, answers)] ?? largest
    loss += (largest + Math.log(sum) - right) / size
    meanShare += Math.exp(right - largest) / sum / size
    if (right === largest) first++
  }
  return { shares, loss, meanShare, first }
}

export interface BatchRoom {
  readonly width: number
  readonly height: number
  readonly size: number
  /** room for the names of rows at the left */
  readonly names: number
}

const largestCell = 22
/** A name is as high as this. */
const leastNamed = 16

/** The side of a cell in pixels; the names are left out where they would not fit beside their rows. */
export function batchPlaces({ width, height, size, names }: BatchRoom): {
  readonly cell: number
  readonly left: number
} {
  const cellBeside = (left: number) => Math.min((width - left) / size, height / size, largestCell)
  const named = cellBeside(names)
  return named >= leastNamed ? { cell: named, left: names } : { cell: cellBeside(0), left: 0 }
}

/** The cell under a point, where there is one. */
export function batchCellAt(
  { cell, left }: { readonly cell: number; readonly left: number },
  size: number,
  x: number,
  y: number,
): BatchCell | undefined {
  const [row, column] = [Math.floor(y / cell), Math.floor((x - left) / cell)]
  return row >= 0 && row < size && column >= 0 && column < size ? { row, column } : undefined
}

/** Arrow keys go from cell to cell, Home and End along the diagonal; undefined for other keys. */
export function batchCellAfter(key: string, { row, column }: BatchCell, size: number): BatchCell | undefined {
  const within = (value: number) => Math.min(Math.max(value, 0), size - 1)
  switch (key) {
    case 'ArrowUp':
      return { row: within(row - 1), column }
    case 'ArrowDown':
      return { row: within(row + 1), column }
    case 'ArrowLeft':
      return { row, column: within(column - 1) }
    case 'ArrowRight':
      return { row, column: within(column + 1) }
    case 'Home':
      return { row: 0, column: 0 }
    case 'End':
      return { row: size - 1, column: size - 1 }
    default:
      return undefined
  }
}
