import { Name } from '../format/name.tsx'
import type { Listed } from '../../workers/lab/api.ts'
import { specOf } from '../state/experiment.ts'
import { actions } from '../state/session.ts'
import { pageOf, useApp } from '../state/store.ts'
import { movesOf, personName, reasonOf, titleOf } from '../format/names.ts'
import type { SystemProps } from '../systems/system.ts'
import { RateFilms } from '../systems/shared/lesson/rate-films.tsx'
import { UserPicker } from '../systems/shared/lesson/user-picker.tsx'
import { userLabel } from '../systems/user-label.ts'
import { ContextPicker } from './context-picker.tsx'
import { MoveMark } from './move-mark.tsx'
import { SlidingList } from '../controls/sliding-list.tsx'
import { ListWaiting } from './waiting.tsx'
import { Why } from './why.tsx'
import styles from './recommendations.module.css'

const short = 5

/** What it recommends, for you or a chosen person, with the reasons of one film. */
export function Recommendations({ props }: { props?: SystemProps }) {
  return (
    <section aria-labelledby="recommends">
      <h2 id="recommends">
        What it recommends
        {props && isUntrained(props) && <span className={styles.untrained}>untrained</span>}
      </h2>
      <UserPicker />
      <ContextPicker />
      {props ? <List {...props} /> : <ListWaiting rows={short} />}
    </section>
  )
}

/** The start values speak, and nothing else yet. */
const isUntrained = ({ view, run }: SystemProps) => view.step === 0 && specOf(run.algorithm).byGradient === true

function List(props: SystemProps) {
  const { view, info } = props
  const n = useApp(({ experiment }) => experiment.n)
  if (!view.list || view.list.length === 0) return <NoList {...props} />
  const explained = view.why?.item
  const listed = view.list.slice(0, n)
  return (
    <>
      {explained !== undefined && !listed.some(({ item }) => item === explained) && (
        <div className={styles.unlisted}>
          <p>
            <b>
              <Name>{titleOf(info, explained)}</Name>
            </b>{' '}
            is not among the first {listed.length}.
          </p>
          <Why {...props} />
        </div>
      )}
      <SlidingList
        as="ol"
        className={styles.films}
        {...(isUntrained(props) ? { label: 'Untrained' } : {})}
        order={listed.map(({ item }) => item).join()}
      >
        {listed.map((entry, place) => (
          <Film key={entry.item} entry={entry} place={place} {...props} />
        ))}
      </SlidingList>
      {(view.list.length > short || n > short) && (
        <button type="button" className={styles.more} onClick={() => actions.showFilms(n > short ? short : 10)}>
          {n > short ? `Show the first ${short}` : 'Show ten'}
        </button>
      )}
    </>
  )
}

/** Why there is no list, and what makes one. */
function NoList({ view, info, who, ratings }: SystemProps) {
  const likedFrom = useApp(({ experiment }) => experiment.likedFrom)
  const noneLiked = typeof who !== 'number' && ratings.every(({ rating }) => rating < likedFrom)
  if (!noneLiked) return <p className={styles.none}>{nothingYet(view.step, view.steps, who)}</p>
  return (
    <>
      <p className={styles.none}>
        None of {who === 'you' ? 'your' : 'the link’s'} ratings is {likedFrom} stars or more, so there is nothing to go
        on. Rate a film {who === 'you' ? 'you' : 'they'} liked.
      </p>
      <RateFilms info={info} />
      <button type="button" className={styles.more} onClick={() => actions.show(info.example)}>
        Or see the list of {personName(info.example)}
      </button>
    </>
  )
}

function nothingYet(step: number, steps: number, who: SystemProps['who']): string {
  if (step === 0) return 'Nothing is learned yet, so there is nothing to recommend. Press play.'
  if (step < steps) return 'Nothing to recommend at this step yet.'
  return `What ${userLabel(who)} rated tells this system nothing, so there is nothing to recommend.`
}

function Film({ entry, place, ...props }: SystemProps & { entry: Listed; place: number }) {
  const { view, info, shown, run } = props
  const before = useApp((state) => pageOf(state).momentBefore ?? pageOf(state).before?.view.list)
  const explained = view.why?.item === entry.item
  const best = view.list?.[0]?.score ?? 0
  const move = before && view.list ? movesOf(view.list, before)?.get(entry.item) : undefined
  const selection = { kind: 'item', id: entry.item } as const
  return (
    <li data-slide={entry.item} data-shown={explained || (shown?.kind === 'item' && shown.id === entry.item)}>
      <button
        type="button"
        className={styles.film}
        aria-expanded={explained}
        onClick={() => actions.pin(explained && props.pinned?.kind === 'item' ? undefined : selection)}
        onPointerEnter={() => actions.preview(selection)}
        onPointerLeave={() => actions.preview(undefined)}
        onFocus={() => actions.preview(selection)}
        onBlur={() => actions.preview(undefined)}
      >
        <span className={styles.place}>{place + 1}</span>
        <span className={styles.title}>
          <Name>{titleOf(info, entry.item)}</Name>
          <small>{reasonOf(entry, view, info, specOf(run.algorithm).family === 'Neighbours')}</small>
        </span>
        <MoveMark move={move} />
        <span className={styles.bar} aria-hidden="true">
          <i style={{ width: `${best > 0 ? Math.max(4, (100 * Math.max(0, entry.score)) / best) : 0}%` }} />
        </span>
      </button>
      {explained && <Why {...props} />}
    </li>
  )
}
