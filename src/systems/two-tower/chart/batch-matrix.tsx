import { useCallback, useMemo, useState } from 'react'
import {
  answerOf,
  batchCellAfter,
  batchCellAt,
  batchPlaces,
  readBatch,
  type Answers,
  type BatchCell,
  type BatchReading,
} from './batch-shape.ts'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { codeOf, cssOf, lookOf } from '../../../charts/colour-scales.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import { useTokens } from '../../../charts/tokens.ts'
import styles from './batch-matrix.module.css'

export interface BatchMatrixProps {
  readonly title: string
  /** names of rows; person k watched film k */
  readonly people: readonly string[]
  /** names of columns */
  readonly films: readonly string[]
  /** people × films, row-major */
  readonly scores: ArrayLike<number>
  /** what each film's scores are lessened by in the loss */
  readonly logQ: ArrayLike<number>
  /** which film the loss takes for right */
  readonly answers: Answers
  /** the temperature is below zero */
  readonly turned: boolean
  readonly caption: string
  /** the film looked at elsewhere on the page */
  readonly film?: number | undefined
  readonly onLook: (cell: BatchCell | undefined) => void
  readonly onHold: (cell: BatchCell | undefined) => void
}

/** A share of a half or more has the brightest colour: the wrong answers share the rest. */
const brightest = 0.5

/** A batch against itself: how likely each film is said to be each person's, with the right ones on the diagonal. */
export function BatchMatrix(props: BatchMatrixProps) {
  const { title, people, scores, logQ, answers, turned, caption, onLook, onHold } = props
  const [looking, setLooking] = useState<BatchCell>()
  const [held, setHeld] = useState<BatchCell>()
  const reading = useMemo(() => readBatch(scores, logQ, answers, turned), [scores, logQ, answers, turned])
  const numbers = useCallback(() => numbersOf(props, reading), [props, reading])
  const chosen = looking ?? held
  const at = chosen && chosen.row < people.length && chosen.column < people.length ? chosen : undefined
  const look = (cell: BatchCell | undefined) => {
    setLooking(cell)
    onLook(cell)
  }
  const hold = (cell: BatchCell | undefined) => {
    setHeld(cell)
    onHold(cell)
  }
  return (
    <ChartFrame title={title} beside={<Legend />} caption={caption} numbers={numbers}>
      <Cells {...props} {...{ reading, at, held }} onLook={look} onHold={hold} />
      <p className={styles.readout}>
        {at ? <Reading {...props} {...{ reading, at }} /> : <Whole {...props} reading={reading} />}
      </p>
    </ChartFrame>
  )
}

interface CellsProps extends BatchMatrixProps {
  readonly reading: BatchReading
  readonly at: BatchCell | undefined
  readonly held: BatchCell | undefined
}

function Cells(props: CellsProps) {
  const { people, answers, reading, at, held, film, onLook, onHold } = props
  const size = people.length
  const [plot, room] = useElementSize<HTMLDivElement>()
  const { widthOf } = useTextWidth()
  const { table } = lookOf('sequential', useTokens())
  const names = Math.ceil(Math.max(...people.map((name) => widthOf(name, 600)))) + 8
  const places = batchPlaces({ ...room, size, names })
  const { cell, left } = places
  const side = size * cell
  const from = at ?? { row: 0, column: 0 }
  const summary = summaryOf(props)
  return (
    <div ref={plot} className={styles.plot}>
      {room.width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summary}>
          {left > 0 &&
            people.map((name, row) => (
              <text
                key={name}
                className={`${styles.text} ${at?.row === row ? styles.strong : ''}`}
                data-chart-label
                x={left - 6}
                y={(row + 0.5) * cell}
                dy="0.35em"
                textAnchor="end"
              >
                {name}
              </text>
            ))}
          {Array.from(reading.shares, (share, k) => (
            <rect
              key={k}
              x={left + (k % size) * cell}
              y={Math.floor(k / size) * cell}
              width={Math.max(1, cell - 1)}
              height={Math.max(1, cell - 1)}
              fill={cssOf(table[codeOf(share, 0, brightest)]!)}
            />
          ))}
          {people.map((name, row) => (
            <rect
              key={name}
              className={styles.right}
              x={left + answerOf(row, answers) * cell - 0.5}
              y={row * cell - 0.5}
              width={cell}
              height={cell}
            />
          ))}
          {film !== undefined && !at && (
            <rect className={styles.line} x={left + film * cell} y={0} width={cell - 1} height={side - 1} />
          )}
          {at && (
            <>
              <rect className={styles.line} x={left} y={at.row * cell} width={side - 1} height={cell - 1} />
              <rect className={styles.line} x={left + at.column * cell} y={0} width={cell - 1} height={side - 1} />
              <rect
                className={styles.lit}
                x={left + at.column * cell - 1}
                y={at.row * cell - 1}
                width={cell + 1}
                height={cell + 1}
              />
            </>
          )}
        </svg>
      )}
      <ChartCursor
        summary={`${summary} Arrow keys go from cell to cell; Enter keeps one, Escape lets it go.`}
        at={
          at && {
            words: wordsOf(props, reading, at),
            pinned: held !== undefined,
            place: at.row * size + at.column + 1,
            of: size * size,
          }
        }
        onPoint={(x, y) => onLook(batchCellAt(places, size, x, y))}
        onTap={(x, y) => onHold(batchCellAt(places, size, x, y))}
        onLeave={() => onLook(undefined)}
        onFocus={() => onLook(from)}
        onKey={(key) => {
          const next = batchCellAfter(key, from, size)
          if (next) onLook(next)
          else if (key === 'Enter' || key === ' ') onHold(from)
          else if (key === 'Escape' && at) {
            onLook(undefined)
            onHold(undefined)
          } else return false
          return true
        }}
      />
    </div>
  )
}

function Legend() {
  const { gradient } = lookOf('sequential', useTokens())
  return (
    <span className={styles.legend}>
      <span>0 %</span>
      <i style={{ background: gradient }} />
      <span>50 % or more</span>
      <svg width="12" height="12" aria-hidden="true">
        <rect className={styles.right} x="1" y="1" width="10" height="10" />
      </svg>
      <span>taken for right</span>
    </span>
  )
}

/** What the whole picture says, while no cell is looked at. */
function Whole({ people, reading }: Pick<BatchMatrixProps, 'people'> & { readonly reading: BatchReading }) {
  const { meanShare, first, loss } = reading
  return (
    <>
      What is taken for right gets <b>{percent(meanShare)}</b> on average, {percent(1 / people.length)} by chance, and
      comes first for <b>{first}</b> of {people.length} people. Loss of this picture: <b>{loss.toFixed(2)}</b>.
    </>
  )
}

function Reading(props: BatchMatrixProps & { readonly reading: BatchReading; readonly at: BatchCell }) {
  const { people, films, scores, reading, at } = props
  const size = people.length
  const share = (column: number) => percent(reading.shares[at.row * size + column]!)
  return (
    <>
      <b>{people[at.row]}</b>, <b>{films[at.column]}</b>: <b>{share(at.column)}</b> (score{' '}
      {number(scores[at.row * size + at.column]!)}).{' '}
      {at.row === at.column ? 'This is what they watched.' : `What they watched is ${films[at.row]}: ${share(at.row)}.`}
    </>
  )
}

const percent = (share: number) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`
const number = (value: number) => value.toFixed(2).replace('-', '−')

function wordsOf({ people, films }: BatchMatrixProps, { shares }: BatchReading, { row, column }: BatchCell): string {
  const watched = row === column ? ', which they watched' : ''
  return `${people[row]}, ${films[column]}: ${percent(shares[row * people.length + column]!)}${watched}`
}

function summaryOf({ title, people, reading }: CellsProps): string {
  const { meanShare, first } = reading
  return `${title}. What is taken for right gets ${percent(meanShare)} on average and comes first for ${first} of ${people.length} people.`
}

function numbersOf({ people, films }: BatchMatrixProps, { shares }: BatchReading) {
  const size = people.length
  return {
    about: 'How likely each film is said to be each person’s; person and film of one number belong together',
    columns: ['person', ...films],
    length: size,
    row: (row: number) => [people[row]!, ...films.map((_, column) => percent(shares[row * size + column]!))],
  }
}
