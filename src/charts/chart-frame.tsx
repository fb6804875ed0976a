import { memo, useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { Name } from '../format/name.tsx'
import styles from './chart-frame.module.css'

/** The numbers of a picture: the first cell of a row names it. */
export interface Numbers {
  readonly about: string
  readonly columns: readonly string[]
  readonly length: number
  readonly row: (index: number) => readonly string[]
}

export interface ChartFrameProps {
  readonly title: ReactNode
  /** what stands at the right of the title: a unit, the keys */
  readonly beside?: ReactNode
  readonly caption?: string | undefined
  readonly numbers: () => Numbers
  readonly children: ReactNode
}

/** A chart with its title, its caption, and the numbers of the picture in a table behind it. */
export function ChartFrame({ title, beside, caption, numbers, children }: ChartFrameProps) {
  return (
    <figure className={styles.frame}>
      <figcaption className={styles.head}>
        <b>
          <Name>{title}</Name>
        </b>
        {beside}
      </figcaption>
      {children}
      {caption !== undefined && <p className={styles.caption}>{caption}</p>}
      <NumbersBehind numbers={numbers} />
    </figure>
  )
}

/** A long table is only there while it is open: hundreds of rows on every step would hold the page up. */
const alwaysThere = 200

const NumbersBehind = memo(function NumbersBehind({ numbers }: { readonly numbers: () => Numbers }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.numbers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Numbers</summary>
      <NumbersTable numbers={numbers} open={open} />
    </details>
  )
})

function NumbersTable({ numbers, open }: { readonly numbers: () => Numbers; readonly open: boolean }) {
  const latest = useDeferredValue(numbers)
  const { about, columns, length, row } = useMemo(() => latest(), [latest])
  const rows = Array.from({ length: open || length <= alwaysThere ? length : 0 }, (_, index) => row(index))
  return (
    <div className={styles.scroll} role="region" aria-label={about} tabIndex={0}>
      <table>
        <caption>{about}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], index) => (
            <tr key={index}>
              <th scope="row">
                <Name>{name}</Name>
              </th>
              {cells.map((cell, column) => (
                <td key={column}>
                  <Name>{cell}</Name>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export type Mark = 'person' | 'film' | 'recommended' | 'you' | 'solid' | 'dashed' | 'dotted' | 'before' | 'reference'

const strokes: Partial<Record<Mark, { dash?: string; width: number; colour: string }>> = {
  solid: { width: 2, colour: 'var(--ink)' },
  dashed: { width: 2, colour: 'var(--ink)', dash: '5 3' },
  dotted: { width: 2, colour: 'var(--ink)', dash: '1.5 3' },
  before: { width: 1.5, colour: 'var(--edge)' },
  reference: { width: 1.5, colour: 'var(--ink-2)', dash: '2 3' },
}

/** One entry of a chart's key: its mark and what it stands for. */
export function Key({ mark, children }: { readonly mark: Mark; readonly children: ReactNode }) {
  return (
    <span className={styles.key}>
      <KeyMark mark={mark} />
      {children}
    </span>
  )
}

function KeyMark({ mark }: { readonly mark: Mark }) {
  const stroke = strokes[mark]
  if (stroke)
    return (
      <svg className={styles.mark} width="20" height="12" aria-hidden="true">
        <line
          x1="0"
          x2="20"
          y1="6"
          y2="6"
          stroke={stroke.colour}
          strokeWidth={stroke.width}
          strokeDasharray={stroke.dash}
        />
      </svg>
    )
  return (
    <svg className={styles.mark} width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
      {mark === 'person' && <circle r="4.5" fill="var(--person)" />}
      {mark === 'film' && <rect x="-4" y="-4" width="8" height="8" rx="1.5" fill="var(--film)" />}
      {mark === 'recommended' && (
        <rect x="-4" y="-4" width="8" height="8" rx="1.5" fill="var(--film)" stroke="var(--ink)" strokeWidth="1.5" />
      )}
      {mark === 'you' && <path d="M0-5 5 0 0 5-5 0z" fill="var(--you)" stroke="var(--ink)" strokeWidth="1.25" />}
    </svg>
  )
}

export function Keys({ children }: { readonly children: ReactNode }) {
  return <span className={styles.keys}>{children}</span>
}
