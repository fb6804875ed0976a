import { useCallback, useMemo, useState, type KeyboardEvent } from 'react'
import { Name } from '../../../../format/name.tsx'
import { ChartFrame } from '../../../../charts/chart-frame.tsx'
import { amountOf, amountText, cellAfter, extentOf, namesOf, type FieldAmounts, type FieldCell } from './field-shape.ts'
import styles from './field-grid.module.css'
import { codeOf, cssOf, inkOn, lookOf } from '../../../../charts/colour-scales.ts'
import { useTokens } from '../../../../charts/tokens.ts'

export interface FieldGridProps extends FieldAmounts {
  readonly title: string
  /** narrow names of the fields, for the columns */
  readonly short: readonly string[]
  /** what the amounts are of, where they are set beside those of another model */
  readonly name: string
  /** another model's amounts of the same event: above the diagonal */
  readonly beside?: { readonly name: string; readonly amounts: ArrayLike<number> }
  /** of each field, 1 where it says something of the item */
  readonly ofItem: ArrayLike<number>
  /** what is in every score, to which the cells of the item are added: the cells without it are part of that */
  readonly always: number
  readonly caption: string
}

/**
 * What the fields of one event say two by two: a triangle of cells, what each says by itself on its diagonal. With a model
 * beside it a square, the other's amounts above the diagonal and its cells halved.
 */
export function FieldGrid(props: FieldGridProps) {
  const { title, caption, fields, amounts, beside } = props
  const [at, setAt] = useState<FieldCell>()
  const extent = extentOf(amounts, beside?.amounts ?? [])
  const numbers = useCallback(() => numbersOf(props), [props])
  return (
    <ChartFrame title={title} caption={caption} numbers={numbers}>
      <div className={styles.box} data-square={beside !== undefined}>
        <Cells {...props} extent={extent} at={at} onAt={setAt} />
        <div className={styles.foot}>
          <p className={styles.reading} aria-live="off">
            {at && at.row < fields.length ? readingOf(props, at) : restingWords(props)}
          </p>
          <Legend extent={extent} />
        </div>
      </div>
    </ChartFrame>
  )
}

interface CellsProps extends FieldGridProps {
  readonly extent: number
  readonly at: FieldCell | undefined
  readonly onAt: (cell: FieldCell | undefined) => void
}

function Cells(props: CellsProps) {
  const { fields, values, short, beside, extent, at, onAt } = props
  const colour = useColours(extent)
  const square = beside !== undefined
  const places = fields.map((_, place) => place)
  // one tab stop: the cell last looked at, or the last row's first
  const stop = at && at.row < fields.length ? at : { row: fields.length - 1, column: 0 }
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = cellAfter(event.key, stop, fields.length, square)
    if (!next) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-cell='${next.row} ${next.column}']`)?.focus()
  }
  return (
    <table
      className={styles.grid}
      role="grid"
      aria-label={summaryOf(props)}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onAt(undefined)}
      onBlur={() => onAt(undefined)}
    >
      <thead>
        <tr>
          <td />
          {places.map((field) => (
            <th key={field} scope="col" data-lit={at?.column === field}>
              <span className="visually-hidden">{fields[field]}</span>
              <span aria-hidden="true">{short[field]}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((row) => (
          <tr key={row}>
            <th scope="row" data-lit={at?.row === row}>
              <span>{fields[row]}</span>
              {values[row] !== '' && (
                <b title={values[row]}>
                  <Name>{values[row]}</Name>
                </b>
              )}
            </th>
            {places.map((column) =>
              square || column <= row ? (
                <Cell
                  key={column}
                  {...props}
                  colour={colour}
                  cell={{ row, column }}
                  lit={at?.row === row && at.column === column}
                  stop={stop.row === row && stop.column === column}
                />
              ) : (
                <td key={column} aria-hidden="true" />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps extends CellsProps {
  readonly colour: Colours
  readonly cell: FieldCell
  readonly lit: boolean
  readonly stop: boolean
}

function Cell(props: CellProps) {
  const { cell, lit, stop, beside, colour, fields, onAt } = props
  const own = amountOf(props, cell)
  const other = beside && amountOf({ fields, amounts: beside.amounts }, cell)
  const [diagonal, above] = [cell.row === cell.column, cell.column > cell.row]
  const halved = diagonal && other !== undefined
  const shown = above ? other! : own
  const { background, color } = colour(shown)
  const split = `linear-gradient(to top right, ${background} 50%, ${halved ? colour(other).background : ''} 50%)`
  return (
    <td
      role="gridcell"
      tabIndex={stop ? 0 : -1}
      data-cell={`${cell.row} ${cell.column}`}
      data-lit={lit}
      style={{ background: halved ? split : background, color }}
      onPointerEnter={(event) => event.pointerType !== 'touch' && onAt(cell)}
      onClick={() => onAt(cell)}
      onFocus={() => onAt(cell)}
    >
      <span className="visually-hidden">{readingOf(props, cell)}</span>
      {!halved && <span aria-hidden="true">{amountText(shown, 1)}</span>}
    </td>
  )
}

type Colours = (amount: number) => { readonly background: string; readonly color: string }

function useColours(extent: number): Colours {
  const tokens = useTokens()
  return useMemo(() => {
    const { table } = lookOf('diverging', tokens)
    return (amount) => {
      if (Number.isNaN(amount)) return { background: 'none', color: 'inherit' }
      const pixel = table[codeOf(amount, -extent, extent)]!
      return { background: cssOf(pixel), color: inkOn(pixel) }
    }
  }, [tokens, extent])
}

function Legend({ extent }: { readonly extent: number }) {
  const { gradient } = lookOf('diverging', useTokens())
  return (
    <div className={styles.legend}>
      <span>−{extent}</span>
      <i style={{ background: gradient }} />
      <span>+{extent} of the score</span>
    </div>
  )
}

function readingOf({ name, beside, ...event }: FieldGridProps, cell: FieldCell): string {
  if (Number.isNaN(amountOf(event, cell))) return `${namesOf(event, cell)}: not named, so nothing of its own`
  const own = amountText(amountOf(event, cell))
  if (!beside) return `${namesOf(event, cell)}: ${own}${isOfItem(event, cell) ? '' : ', in every score'}`
  const other = amountText(amountOf({ fields: event.fields, amounts: beside.amounts }, cell))
  return `${namesOf(event, cell)}: ${own} in ${name}, ${other} in ${beside.name}`
}

const isOfItem = ({ ofItem }: Pick<FieldGridProps, 'ofItem'>, { row, column }: FieldCell) =>
  ofItem[row] === 1 || ofItem[column] === 1

function restingWords(props: FieldGridProps): string {
  const { always, beside, name } = props
  if (beside) return `Below the diagonal ${name}, above it ${beside.name}; on it, each field by itself, halved.`
  const ofFilm = cellsOf(props).filter((cell) => isOfItem(props, cell))
  const score = ofFilm.reduce((sum, cell) => sum + amountOf(props, cell), always)
  const total = score.toFixed(2).replace('-', '−')
  return `All cells and the bias add up to the score, ${total}: those of film and genre, and the others, which with the bias are in every score, ${amountText(always)}.`
}

/** The picture in words: what says most for the film and what most against it. */
function summaryOf(props: FieldGridProps): string {
  const cells = cellsOf(props).sort((a, b) => amountOf(props, b) - amountOf(props, a))
  const [most, least] = [cells[0], cells.at(-1)]
  if (!most || !least) return props.title
  return `${props.title}. Most for it: ${readingOf(props, most)}. Least: ${readingOf(props, least)}.`
}

/** Every pair of fields that are named, once. */
function cellsOf(event: FieldAmounts): FieldCell[] {
  return event.fields
    .flatMap((_, row) => Array.from({ length: row + 1 }, (_, column) => ({ row, column })))
    .filter((cell) => !Number.isNaN(amountOf(event, cell)))
}

function numbersOf(props: FieldGridProps) {
  const { beside, name, fields } = props
  const cells = cellsOf(props)
  return {
    about: 'What every pair of fields adds to the score',
    columns: ['fields', beside ? name : 'amount', ...(beside ? [beside.name] : [])],
    length: cells.length,
    row(index: number) {
      const cell = cells[index]!
      const other = beside ? [amountText(amountOf({ fields, amounts: beside.amounts }, cell), 3)] : []
      return [namesOf(props, cell), amountText(amountOf(props, cell), 3), ...other]
    },
  }
}
