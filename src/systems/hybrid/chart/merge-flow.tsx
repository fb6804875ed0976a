import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { Name } from '../../../format/name.tsx'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import {
  cellAt,
  cellBeside,
  flowShape,
  mergedFilms,
  type FlowCell,
  type FlowList,
  type MergedFilm,
} from './merge-shape.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import styles from './merge-flow.module.css'

export interface MergeFlowProps {
  readonly title: string
  readonly lists: readonly FlowList[]
  /** of every film, by id */
  readonly titles: readonly string[]
  /** the film looked at, from anywhere on the page */
  readonly shown: number | undefined
  readonly pinned: number | undefined
  /** over each list, in their order: its name and weight */
  readonly heads: readonly ReactNode[]
  /** over the merged list */
  readonly middle: ReactNode
  readonly caption: string
  readonly format: (value: number) => string
  readonly onPreview: (item: number | undefined) => void
  readonly onPin: (item: number | undefined) => void
}

/** Several lists flowing into one: every line as thick as what it brings to a film's score. */
export function MergeFlow(props: MergeFlowProps) {
  const { title, lists, titles, heads, middle, caption, shown, format } = props
  const merged = useMemo(() => mergedFilms(lists), [lists])
  const numbers = useCallback(() => numbersOf(merged, lists, titles, format), [merged, lists, titles, format])
  const film = shown === undefined ? merged[0] : merged.find(({ item }) => item === shown)
  return (
    <ChartFrame title={title} caption={caption} numbers={numbers}>
      <div className={styles.heads}>
        <div>{heads[0]}</div>
        <div>{middle}</div>
        <div>{heads.slice(1)}</div>
      </div>
      <FlowPlot {...props} merged={merged} />
      {film ? (
        <Arithmetic film={film} lists={lists} title={titles[film.item] ?? ''} format={format} />
      ) : (
        <p className={styles.sum}>
          {shown !== undefined && (
            <>
              <Name>{titles[shown]}</Name> is in none of the lists, so it has no score.
            </>
          )}
        </p>
      )}
    </ChartFrame>
  )
}

function FlowPlot(props: MergeFlowProps & { readonly merged: readonly MergedFilm[] }) {
  const { title, lists, titles, merged, shown, pinned, format, onPreview, onPin } = props
  const [plot, size] = useElementSize<HTMLDivElement>()
  const { fontSize } = useTextWidth()
  const [at, setAt] = useState<FlowCell>()
  const shape = useMemo(() => flowShape(lists, merged, size, fontSize, format), [lists, merged, size, fontSize, format])
  const { cells, notes, lines, rowHeight, columnWidth } = shape
  const go = (cell: FlowCell | undefined) => {
    setAt(cell)
    onPreview(cell?.item)
  }
  const pin = (cell: FlowCell | undefined) => onPin(cell?.item === pinned ? undefined : cell?.item)
  const place = { width: columnWidth, height: rowHeight, lineHeight: `${rowHeight}px` }
  return (
    <div ref={plot} className={styles.plot}>
      {size.width > 0 && (
        <>
          <svg className={styles.svg} aria-hidden="true">
            {[...lines]
              .sort((a, b) => Number(a.item === shown) - Number(b.item === shown))
              .map(({ item, list, path, width }) => (
                <path
                  key={`${item} ${list}`}
                  className={styles.line}
                  data-shown={item === shown}
                  d={path}
                  strokeWidth={width}
                />
              ))}
          </svg>
          <div aria-hidden="true">
            {cells.map(({ list, item, text, left, top }) => (
              <div
                key={`${list} ${item}`}
                className={styles.cell}
                data-side={list === -1 ? 'merged' : list === 0 ? 'first' : 'other'}
                data-shown={item === shown}
                style={{ ...place, left, top }}
              >
                <span>
                  <Name>{titles[item]}</Name>
                </span>
                <b>{text}</b>
              </div>
            ))}
            {notes.map(({ kind, text, left, top }) => (
              <div key={`${left} ${top}`} className={styles.note} data-kind={kind} style={{ ...place, left, top }}>
                {text}
              </div>
            ))}
          </div>
          <ChartCursor
            summary={summaryOf(title, lists, merged, titles, format)}
            at={
              at && {
                words: wordsOf(at, merged, lists, titles, format),
                pinned: at.item === pinned,
                place: at.place + 1,
                of: cells.filter(({ list }) => list === at.list).length,
              }
            }
            onPoint={(x, y) => go(cellAt(shape, x, y))}
            onTap={(x, y) => pin(cellAt(shape, x, y))}
            onLeave={() => go(undefined)}
            onFocus={() => go(cellBeside(shape, undefined, ''))}
            onKey={(key) => {
              if (key === 'Enter' || key === ' ') pin(at)
              else if (key === 'Escape' && at) go(undefined)
              else {
                const next = cellBeside(shape, at, key)
                if (!next) return false
                go(next)
              }
              return true
            }}
          />
        </>
      )}
    </div>
  )
}

interface FilmProps {
  readonly film: MergedFilm
  readonly lists: readonly FlowList[]
  readonly title: string
  readonly format: (value: number) => string
}

/** The sum behind one film, with its numbers. */
function Arithmetic({ film, lists, title, format }: FilmProps) {
  return (
    <p className={styles.sum}>
      <b>
        <Name>{title}</Name>
      </b>
      :{' '}
      {film.shares.map((share, index) => (
        <span key={index}>
          {index > 0 && ' + '}
          {format(lists[index]!.weight)} × {share ? format(share.value) : '0'}{' '}
          <small>
            ({lists[index]!.name}: {share ? `number ${share.place + 1}` : 'not among its candidates'})
          </small>
        </span>
      ))}{' '}
      = <b>{format(film.score)}</b>
    </p>
  )
}

function wordsOf(
  { list, item, place }: FlowCell,
  merged: readonly MergedFilm[],
  lists: readonly FlowList[],
  titles: readonly string[],
  format: (value: number) => string,
): string {
  const found = merged.findIndex((film) => film.item === item)
  const parts = merged[found]!.shares.map((share, index) =>
    share
      ? `${lists[index]!.name} ${format(lists[index]!.weight)} times ${format(share.value)}`
      : `${lists[index]!.name} nothing`,
  )
  const where = list === -1 ? `number ${place + 1} of all` : `number ${place + 1} of ${lists[list]!.name}`
  return `${titles[item]}, ${where}, score ${format(merged[found]!.score)}, number ${found + 1} merged: ${parts.join(', ')}`
}

function summaryOf(
  title: string,
  lists: readonly FlowList[],
  merged: readonly MergedFilm[],
  titles: readonly string[],
  format: (value: number) => string,
): string {
  const names = lists.map(({ name, weight }) => `${name} weighed ${format(weight)}`).join(', ')
  const first = merged.slice(0, 3).map(({ item, score }) => `${titles[item]} ${format(score)}`)
  return `${title}: ${names}. First: ${first.join(', ')}.`
}

function numbersOf(
  merged: readonly MergedFilm[],
  lists: readonly FlowList[],
  titles: readonly string[],
  format: (value: number) => string,
) {
  return {
    about: 'Every candidate: what each list brings, and the sum',
    columns: ['film', ...lists.flatMap(({ name }) => [`${name}, its place`, 'brings']), 'score'],
    length: merged.length,
    row(index: number) {
      const { item, score, shares } = merged[index]!
      const own = shares.flatMap((share) => (share ? [String(share.place + 1), format(share.amount)] : ['–', '0']))
      return [titles[item] ?? '', ...own, format(score)]
    },
  }
}
