/** What fields say two by two, as a picture: fields × fields, row-major, of which the upper half and the diagonal count. */
export interface FieldAmounts {
  /** "genre" */
  readonly fields: readonly string[]
  /** what stands in each: "drama" */
  readonly values: readonly string[]
  /** NaN of a field that is not named */
  readonly amounts: ArrayLike<number>
}

/** A cell of the picture. Below the diagonal stand the amounts, above it those of another model, where there is one. */
export interface FieldCell {
  readonly row: number
  readonly column: number
}

/** The amount of a pair of fields, whichever comes first. */
export function amountOf(
  { fields, amounts }: Pick<FieldAmounts, 'fields' | 'amounts'>,
  { row, column }: FieldCell,
): number {
  return amounts[Math.min(row, column) * fields.length + Math.max(row, column)]!
}

const ladder = [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 50]

/** Half the width of the scale of colours: a round number that holds all of them, so that few steps change it. */
export function extentOf(...all: readonly ArrayLike<number>[]): number {
  const largest = Math.max(
    0,
    ...all.flatMap((amounts) => Array.from(amounts, Math.abs).filter((amount) => !Number.isNaN(amount))),
  )
  return ladder.find((round) => round >= largest) ?? Math.ceil(largest)
}

/** Where a key leads from a cell; undefined where the key means nothing. Cells above the diagonal are there in a square. */
export function cellAfter(
  key: string,
  { row, column }: FieldCell,
  size: number,
  square: boolean,
): FieldCell | undefined {
  const within = (cell: FieldCell) => {
    const inside = cell.row >= 0 && cell.column >= 0 && cell.row < size && cell.column < size
    return inside && (square || cell.column <= cell.row) ? cell : { row, column }
  }
  switch (key) {
    case 'ArrowLeft':
      return within({ row, column: column - 1 })
    case 'ArrowRight':
      return within({ row, column: column + 1 })
    case 'ArrowUp':
      return within({ row: row - 1, column })
    case 'ArrowDown':
      return within({ row: row + 1, column })
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: square ? size - 1 : row }
    default:
      return undefined
  }
}

/** What a cell is of: "place: home × genre: drama", "genre: drama by itself". */
export function namesOf({ fields, values }: FieldAmounts, { row, column }: FieldCell): string {
  const name = (field: number) => (values[field] === '' ? fields[field]! : `${fields[field]}: ${values[field]}`)
  return row === column ? `${name(row)}, by itself` : `${name(row)} × ${name(column)}`
}

/** "+0.31", "0.00" without a sign, and "–" where there is none. */
export function amountText(amount: number, digits = 2): string {
  if (Number.isNaN(amount)) return '–'
  const text = Math.abs(amount).toFixed(digits)
  return Number(text) === 0 ? text : `${amount < 0 ? '−' : '+'}${text}`
}
