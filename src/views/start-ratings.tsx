import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Name } from '../format/name.tsx'
import type { Rated } from '../../workers/contract/system.ts'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { FilmSearch } from '../controls/film-search.tsx'
import { RatingStars } from '../controls/rating-stars.tsx'
import { actions } from '../state/session.ts'
import { ratingsInHand, useApp } from '../state/store.ts'
import { creditOf } from '../format/names.ts'
import { count, counted } from '../format/numbers.ts'
import { DataWaiting } from './waiting.tsx'
import { LinkedNote } from '../systems/shared/lesson/linked-note.tsx'
import { SlidingList } from '../controls/sliding-list.tsx'
import styles from './start-ratings.module.css'

const offered = 12
/** On a phone the lists should not lie twelve films away. */
const offeredFirst = 6
const noFilms: readonly number[] = []

/** The films rated, newest first, and under them twelve to rate: one tap each. Nothing moves under a pointer or a focus. */
export function StartRatings() {
  const info = useApp((state) => state.info)
  const ready = useApp((state) => state.data.status === 'ready')
  return (
    <section aria-labelledby="ratings" className={styles.ratings}>
      {info && ready ? (
        <Films key={info.id} info={info} />
      ) : (
        <>
          <h2 id="ratings">Your ratings</h2>
          <DataWaiting rows={8} />
        </>
      )}
    </section>
  )
}

function Films({ info }: { info: DatasetInfo }) {
  const ratings = useApp(ratingsInHand)
  const notSeen = useApp(({ kept, experiment }) => kept.notSeen[experiment.dataset] ?? noFilms)
  const linked = useApp(({ experiment }) => experiment.who === 'link')
  const [found, setFound] = useState<number>()
  const { undo, rate: rateWithUndo } = useUndo(ratings)
  const fame = useMemo(() => famousFirst(info), [info])
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const [all, setAll] = useState(() => !matchMedia('(max-width: 1020px)').matches)
  const toRate = filmsToRate(fame, ratings, notSeen, found).slice(0, all ? offered : offeredFirst)
  const { rows, hold, release } = useHeldRows({ rated: ratings.map(({ item }) => item), toRate })
  const order = [...rows.rated, 'to rate', ...rows.toRate].join()
  const ratingOf = new Map(ratings.map(({ item, rating }) => [item, rating]))
  const keepFocus = useKeptFocus(order)
  const rate = (item: number, rating: number | undefined) => {
    keepFocus(item)
    rateWithUndo(item, rating)
  }
  const find = (item: number) => {
    release()
    setFound(item)
    requestAnimationFrame(() => focusStars(item))
  }
  return (
    <>
      <div className={styles.head}>
        <h2 id="ratings">
          {linked ? 'From the link' : 'Your ratings'} {ratings.length > 0 && <small>{count(ratings.length)}</small>}
        </h2>
        {undo && (
          <button type="button" onClick={undo.take}>
            Undo {undo.what}
          </button>
        )}
      </div>
      <LinkedNote />
      <FilmSearch
        titles={titles}
        items={info.items}
        placeholder={`Search ${counted(info.items.length, 'film', 'films')}`}
        onPick={find}
      />
      <SlidingList
        as="ul"
        className={styles.films}
        order={order}
        holding={{
          onPointerEnter: hold,
          onFocus: hold,
          onPointerLeave(event) {
            if (event.pointerType === 'touch' || event.currentTarget.querySelector(':focus-visible')) return
            keepFocus(focusedItem())
            release()
          },
          onBlur({ currentTarget, relatedTarget }) {
            if (!currentTarget.contains(relatedTarget) && !currentTarget.matches(':hover')) release()
          },
        }}
      >
        {[
          // One row of keys, so that a rated film moves up the list and is not drawn anew.
          ...rows.rated.map((item) => (
            <Film key={item} info={info} item={item} value={ratingOf.get(item)} onRate={rate} />
          )),
          <li key="to rate" data-slide="to rate" className={styles.divider}>
            <h3>{ratings.length === 0 ? 'One tap on a film you have seen' : 'More films to rate'}</h3>
          </li>,
          ...rows.toRate.map((item) => (
            <Film
              key={item}
              info={info}
              item={item}
              value={ratingOf.get(item)}
              onRate={rate}
              onNotSeen={actions.notSeen}
              gone={notSeen.includes(item)}
            />
          )),
        ]}
      </SlidingList>
      {!all && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {offered - offeredFirst} more films
        </button>
      )}
    </>
  )
}

interface FilmProps {
  readonly info: DatasetInfo
  readonly item: number
  readonly value: number | undefined
  readonly onRate: (item: number, rating: number | undefined) => void
  readonly onNotSeen?: (item: number) => void
  /** not seen, and there until the list is let go of */
  readonly gone?: boolean
}

function Film({ info, item, value, onRate, onNotSeen, gone = false }: FilmProps) {
  const film = info.items[item]
  if (!film) return null
  const { low, high, step } = info.scale
  return (
    <li data-slide={item} data-gone={gone} className={styles.film}>
      <div>
        <Name>{film.title}</Name>
        <small>{creditOf(film)}</small>
      </div>
      {onNotSeen && (
        <button
          type="button"
          className={styles.notSeen}
          aria-label={`Not seen: ${film.title}`}
          aria-pressed={gone}
          data-rated={value !== undefined}
          onClick={() => onNotSeen(item)}
        >
          not seen
        </button>
      )}
      <RatingStars
        name={film.title}
        {...(value === undefined ? {} : { value })}
        low={low}
        high={high}
        step={step}
        onRate={(rating) => onRate(item, rating)}
      />
    </li>
  )
}

interface Rows {
  readonly rated: readonly number[]
  readonly toRate: readonly number[]
}

/** The rows as they stood when they were taken hold of, until they are let go: a second tap on a spot is on the same film. */
function useHeldRows(rows: Rows) {
  const [held, setHeld] = useState<Rows>()
  return {
    rows: held ?? rows,
    hold: () => setHeld((before) => before ?? rows),
    release: () => setHeld(undefined),
  }
}

/** Rating with one way back: to the rating as it was before the last change. */
function useUndo(ratings: readonly Rated[]) {
  const info = useApp((state) => state.info)
  const [last, setLast] = useState<{
    item: number
    before: readonly Rated[]
    what: string
    dataset: string | undefined
  }>()
  const rate = (item: number, rating: number | undefined) => {
    const title = info?.items[item]?.title ?? 'the last'
    setLast({ item, before: ratings, what: rating === undefined ? `clearing ${title}` : title, dataset: info?.id })
    actions.rate(item, rating)
  }
  const take = () => {
    if (last) actions.restoreRating(last.item, last.before)
    setLast(undefined)
  }
  return { rate, undo: last && last.dataset === info?.id ? { what: last.what, take } : undefined }
}

/** A browser may drop the focus of what moves up the list: puts it back on the stars it was on. */
function useKeptFocus(order: string) {
  const held = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (held.current !== undefined) focusStars(held.current, { preventScroll: true })
    held.current = undefined
  }, [order])
  return (item: number | undefined) => {
    if (item !== undefined && document.activeElement?.closest(`[data-slide="${item}"]`)) held.current = item
  }
}

/** The film whose row has the focus. */
function focusedItem(): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-slide]')
  return row ? Number(row.dataset.slide) : undefined
}

const famousFirst = ({ starters, viewers }: DatasetInfo): readonly number[] => {
  const others = Array.from(viewers.keys()).sort((a, b) => viewers[b]! - viewers[a]! || a - b)
  return [...new Set([...starters, ...others])]
}

function filmsToRate(fame: readonly number[], ratings: readonly Rated[], notSeen: readonly number[], found?: number) {
  const rated = new Set(ratings.map(({ item }) => item))
  const skip = new Set([...notSeen, ...rated])
  const films = fame.filter((item) => !skip.has(item) && item !== found).slice(0, offered)
  return found === undefined || rated.has(found) ? films : [found, ...films.slice(0, offered - 1)]
}

function focusStars(item: number, options?: FocusOptions) {
  const stars = [...document.querySelectorAll<HTMLInputElement>(`[data-slide="${item}"] input`)]
  ;(stars.find(({ checked }) => checked) ?? stars[0])?.focus(options)
}
