import { useEffect, useMemo, useRef } from 'react'
import { Name } from '../../format/name.tsx'
import { useDragRows } from '../../controls/drag-rows.ts'
import { Icon } from '../../controls/icons.tsx'
import { RankHandle } from '../../controls/rank-handle.tsx'
import { RatingStars } from '../../controls/rating-stars.tsx'
import { SlidingList } from '../../controls/sliding-list.tsx'
import { showsExample, store, useApp } from '../../state/store.ts'
import { actions } from '../../state/session.ts'
import type { Experiment } from '../../state/experiment.ts'
import { creditOf, personName, titleOf } from '../../format/names.ts'
import { counted, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import {
  gradeFilm,
  isCurrent,
  moveFilm,
  nameOfJudged,
  placeInWords,
  placeNow,
  readJudgedList,
  sumInFocus,
  type JudgedList,
  type Sum,
} from './judged-list.ts'
import { divisorMeans, makingOf, short, termMade, termOf } from './terms-in-words.ts'
import styles from './ranked-list.module.css'
import { userLabel } from '../user-label.ts'

/** The list to re-order and to mark, with what each rank adds to the metric that is looked at. */
export function RankedList(props: SystemProps) {
  const { view, run, info } = props
  const list = useMemo(() => readJudgedList(view, run), [view, run])
  if (!list) return <NobodyYet info={info} />
  return (
    <div className={styles.judged}>
      <Head {...props} list={list} />
      <Rows {...props} list={list} />
    </div>
  )
}

type ListProps = SystemProps & { readonly list: JudgedList }

function NobodyYet({ info }: Pick<SystemProps, 'info'>) {
  const likedFrom = useApp(({ experiment }) => experiment.likedFrom)
  return (
    <div className={styles.nobody}>
      <p>None of your ratings is {likedFrom} stars or more, so there is no list of yours to judge.</p>
      <button type="button" className={styles.link} onClick={() => actions.show(info.example)}>
        See the list of {personName(info.example)}
      </button>
    </div>
  )
}

function Head({ run, who, list }: ListProps) {
  const arranged = useApp(({ experiment }) => experiment.arrangement !== undefined)
  const example = useApp(showsExample)
  const good = Array.from(list.gains).filter((gain) => gain > 0).length
  return (
    <div className={styles.head}>
      <h2>
        What {nameOfJudged(run)} recommends to {userLabel(who)}
      </h2>
      {arranged && <AsItCame />}
      <p>
        {typeof who === 'number'
          ? `${example ? 'An example, until you rate a film. ' : ''}${good} of ${list.items.length} are good, of ${counted(list.relevant, 'good film', 'good films')} known.`
          : list.relevant === 0
            ? 'Nothing of these ratings was held out, so nothing here is known to be good. Mark what you would call good.'
            : `${counted(list.relevant, 'film', 'films')} marked good.`}
      </p>
    </div>
  )
}

function AsItCame() {
  return (
    <button
      type="button"
      className={styles.link}
      onClick={() => {
        actions.disarrange()
        actions.say('The list is as it came again.')
      }}
    >
      Put it back as it came
    </button>
  )
}

function Rows(props: ListProps) {
  const { list, run } = props
  const metric = useApp(({ experiment }) => experiment.metric)
  const sum = sumInFocus(list, metric)
  const moves = useMoves(props, metric)
  const graded = run.settings.gains !== 'binary'
  const largest = Math.max(...sum.terms, ...list.ideal.subarray(0, sum.id === 'ndcg' ? 1 : 0), 1e-9)
  return (
    <div className={styles.table} data-graded={graded}>
      <p className={styles.columns} aria-hidden="true">
        <span>{graded ? 'grade' : 'good'}</span>
        <span>{makingOf(sum)}</span>
        <span>adds</span>
      </p>
      <SlidingList as="ol" className={styles.rows} order={[...list.items].join()}>
        {Array.from(list.items, (item, rank) => (
          <Row key={item} {...props} {...{ item, rank, sum, graded, largest, moves }} />
        ))}
      </SlidingList>
      <Total list={list} sum={sum} />
    </div>
  )
}

interface Moves {
  readonly held: string | undefined
  readonly take: ReturnType<typeof useDragRows>['take']
  readonly move: (item: number, place: number) => void
}

/** Moves by hand and by key. Where a film came to is said once the sums are there. */
function useMoves({ list, info }: ListProps, metric: string | undefined): Moves {
  const toSay = useRef<number>(undefined)
  const before = useRef<Experiment['arrangement']>(undefined)
  useEffect(() => {
    const item = toSay.current
    if (item === undefined || !isCurrent(list)) return
    toSay.current = undefined
    actions.say(placeInWords(list, info, item, metric))
  })
  const { held, take } = useDragRows({
    move: (key, place) => moveFilm(list, Number(key), place),
    drop: (key) => (toSay.current = Number(key)),
    cancel: () => (before.current ? actions.arrange(before.current) : actions.disarrange()),
  })
  return {
    held,
    take(event) {
      before.current = store.getState().experiment.arrangement
      take(event)
    },
    move(item, place) {
      toSay.current = item
      moveFilm(list, item, place)
    },
  }
}

interface RowProps extends ListProps {
  readonly item: number
  readonly rank: number
  readonly sum: Sum
  readonly graded: boolean
  /** of all terms, for the lengths of the bars */
  readonly largest: number
  readonly moves: Moves
}

function Row({ list, info, shown, item, rank, sum, graded, largest, moves }: RowProps) {
  const title = titleOf(info, item)
  const good = list.gains[rank]! > 0
  const term = sum.terms[rank]!
  const added = rank < list.ranks
  const counts = sum.id === 'map' || rank < list.k
  return (
    <li
      data-slide={item}
      data-held={moves.held === String(item)}
      data-good={good}
      data-added={added}
      data-last={rank === list.k - 1 && rank < list.items.length - 1}
      data-shown={shown?.kind === 'item' && shown.id === item}
      className={styles.row}
    >
      <RankHandle
        name={title}
        place={rank}
        placeNow={() => placeNow(list, item)}
        of={list.items.length}
        onTake={moves.take}
        onMove={(place) => moves.move(item, place)}
      />
      <span className={styles.rank}>{rank + 1}</span>
      <span className={styles.title}>
        <Name>{title}</Name>
        <small>{list.heldOut[rank]! > 0 ? `held out, ${list.heldOut[rank]} ★` : creditOf(info.items[item]!)}</small>
      </span>
      <Mark {...{ list, info, title, item, rank, good, graded }} />
      {added && counts ? (
        <>
          <span className={styles.made}>{termMade(sum, list, rank)}</span>
          <span className={styles.term}>
            <i aria-hidden="true" style={{ width: `${(100 * term) / largest}%` }} />
            <b>{termOf(sum, term)}</b>
          </span>
        </>
      ) : (
        <span className={styles.not}>{counts ? 'not yet' : 'past the cut'}</span>
      )}
    </li>
  )
}

interface MarkProps extends Pick<RowProps, 'list' | 'info' | 'item' | 'rank' | 'graded'> {
  readonly title: string
  readonly good: boolean
}

/** Good or not, or so many stars. What was held out gets its own stars back. */
function Mark({ list, info, title, item, rank, good, graded }: MarkProps) {
  const { low, high, step } = info.scale
  const grade = list.grades[rank]!
  if (graded)
    return (
      <span className={styles.stars}>
        <RatingStars
          what="Grade"
          name={title}
          value={grade > 0 ? grade : undefined}
          {...{ low, high, step }}
          onRate={(rating) => gradeFilm(list, item, rating ?? 0)}
        />
      </span>
    )
  const from = list.goodFrom
  return (
    <button
      type="button"
      className={styles.mark}
      aria-pressed={good}
      aria-label={`${title} is good`}
      onClick={() => gradeFilm(list, item, good ? 0 : list.heldOut[rank]! >= from ? list.heldOut[rank]! : high)}
    >
      <i>{good && <Icon name="tick" />}</i>
    </button>
  )
}

/** The sum under its terms: "(1 + 0.63) / 4.54 = 0.36". */
function Total({ list, sum }: { list: JudgedList; sum: Sum }) {
  const added = sum.terms.subarray(0, list.ranks).reduce((all, term) => all + term, 0)
  const means = divisorMeans(sum)
  return (
    <p className={styles.total}>
      <span>
        {list.ranks < list.items.length ? `Sum of ${counted(list.ranks, 'rank', 'ranks')}` : 'Sum'}
        {list.relevant === 0 ? (
          <small>Nothing is known to be good, so there is nothing to measure.</small>
        ) : (
          means !== '' && <small>divided by {means}</small>
        )}
      </span>
      <span>
        {termOf(sum, added)}
        {means !== '' && sum.divisor > 0 && ` / ${short(sum.divisor)}`} ={' '}
        <b>{list.relevant > 0 ? fixed(sum.value, 3) : '–'}</b>
      </span>
    </p>
  )
}
