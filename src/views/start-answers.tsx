import { useMemo } from 'react'
import { Name } from '../format/name.tsx'
import { startSystems } from '../../workers/algorithms/catalog.ts'
import type { Spec } from '../../workers/contract/spec.ts'
import { specOf } from '../state/experiment.ts'
import { actions } from '../state/session.ts'
import { useApp, whoOnStart, type StartList } from '../state/store.ts'
import { exampleName, movesOf, reasonOf, titleOf } from '../format/names.ts'
import { count, listed } from '../format/numbers.ts'
import { PageLink } from './links.tsx'
import { MoveMark } from './move-mark.tsx'
import { useExampleTaste } from './example-taste.ts'
import { ListWaiting } from './waiting.tsx'
import { SlidingList } from '../controls/sliding-list.tsx'
import { timeLeft } from '../controls/timeline-steps.ts'
import styles from './start-answers.module.css'
import waiting from './waiting.module.css'

/** What three systems answer, side by side; at first to an example person, then to you. */
export function StartAnswers() {
  const lists = useApp((state) => state.startLists)
  const shown = useMemo(() => filmsInAll(lists), [lists])
  return (
    <section className={styles.answers} aria-label="What they recommend">
      <Whose />
      <div className={styles.lists}>
        {startSystems.map((id) => (
          <Answer key={id} spec={specOf(id)} inAll={shown} />
        ))}
      </div>
    </section>
  )
}

function Whose() {
  const who = useApp(whoOnStart)
  const open = useApp(({ info }) => info !== undefined)
  const taste = useExampleTaste(typeof who === 'number' ? who : undefined)
  if (!open) return <p className={styles.whose}>&nbsp;</p>
  if (who === 'you') return <p className={styles.whose}>For you, from what you rated.</p>
  if (who === 'link') return <p className={styles.whose}>For the ratings in the link.</p>
  return (
    <p className={styles.whose}>
      <b>{exampleName(who)}</b>
      {taste.length > 0 && `, who liked ${listed(taste)}`}. Rate a film and these lists are yours.
    </p>
  )
}

function Answer({ spec, inAll }: { spec: Spec; inAll: ReadonlySet<number> }) {
  const list = useApp((state) => state.startLists[spec.id])
  return (
    <div className={styles.answer}>
      <h3>
        <PageLink view="learn" system={spec.id}>
          {spec.name}
        </PageLink>
      </h3>
      <p>{spec.inShort}</p>
      <Films spec={spec} list={list} inAll={inAll} />
    </div>
  )
}

function Films({ spec, list, inAll }: { spec: Spec; list: StartList | undefined; inAll: ReadonlySet<number> }) {
  const info = useApp((state) => state.info)
  const likedFrom = useApp((state) => state.experiment.likedFrom)
  if (list?.error)
    return (
      <div role="alert" className={waiting.failed}>
        <p>{list.error}</p>
        <button type="button" onClick={actions.tryAgain}>
          Try again
        </button>
      </div>
    )
  if (!info || !list?.view)
    return (
      <>
        <Working list={list} />
        <ListWaiting rows={5} />
      </>
    )
  const { view, before } = list
  if (!view.list || view.list.length === 0)
    return (
      <p className={styles.empty}>
        Nothing to go on yet: none of your ratings is {likedFrom} stars or more. Rate a film you liked.
      </p>
    )
  const moves = movesOf(view.list, before?.list)
  return (
    <>
      <Working list={list} />
      <SlidingList as="ol" order={view.list.map(({ item }) => item).join()}>
        {view.list.map((entry, place) => (
          <li key={entry.item} data-slide={entry.item}>
            <span className={styles.place}>{place + 1}</span>
            <div>
              <b>
                <Name>{titleOf(info, entry.item)}</Name>
              </b>
              <small>
                {reasonOf(entry, view, info, spec.family === 'Neighbours')}
                {inAll.has(entry.item) && ' · in all'}
              </small>
            </div>
            <MoveMark move={moves?.get(entry.item)} />
          </li>
        ))}
      </SlidingList>
    </>
  )
}

function Working({ list }: { list: StartList | undefined }) {
  if (!list?.progress) return null
  const { done, total, what } = list.progress
  const left = timeLeft(list.progress)
  return (
    <p className={styles.working}>
      Working: {count(done)} of {count(total)} {what}
      {left && `, ${left}`}
    </p>
  )
}

/** Films that all of them recommend. */
function filmsInAll(lists: Readonly<Record<string, StartList>>): ReadonlySet<number> {
  const all = startSystems.map((id) => new Set(lists[id]?.view?.list?.map(({ item }) => item)))
  const [first, ...others] = all
  return new Set([...(first ?? [])].filter((item) => others.every((films) => films.has(item))))
}
