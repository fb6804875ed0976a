import { useEffect, useState } from 'react'
import { Name } from '../../format/name.tsx'
import { lab } from '../../bridge.ts'
import { lastAnswer } from '../../../workers/serving/cold-start/spec.ts'
import type { Rated } from '../../../workers/contract/system.ts'
import { personName, titleOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './cold-start.module.css'
import type { SystemNames } from './lines.ts'

/** So many ratings are shown at once, around the latest that is known. */
const window = 6

interface AnswersSoFarProps extends SystemProps {
  readonly names: SystemNames
  readonly threshold: number
}

/** Somebody's ratings in the order in which they came: those known at the playhead, and those still to come. */
export function AnswersSoFar(props: AnswersSoFarProps) {
  const { view, info, who, names, threshold } = props
  const history = useHistory(props)
  if (!history || history.length === 0) return null
  const known = view.step > lastAnswer ? history.length : Math.min(view.step, history.length)
  const first = Math.max(0, Math.min(known - 3, history.length - window))
  const shown = history.slice(first, first + window)
  const after = history.length - first - shown.length
  const whose = who === 'you' ? 'Your' : typeof who === 'number' ? `${personName(who)}’s` : 'The link’s'
  return (
    <section className={styles.answers} aria-labelledby="as-they-came">
      <h2 id="as-they-came" className={styles.heading}>
        {whose} ratings as they came in: {count(known)} of {count(history.length)} known
      </h2>
      <ol start={first + 1}>
        {first > 0 && <li className={styles.others}>{count(first)} before</li>}
        {shown
          .map(({ item, rating }, at) => ({ item, rating, place: first + at }))
          .map(({ item, rating, place }) => (
            <li key={item} data-known={place < known}>
              <Name>{titleOf(info, item)}</Name> <b>{Number(rating.toFixed(2))} ★</b>
              {place >= known && <span className="visually-hidden">, not known yet</span>}
              {place + 1 === threshold && <i>{names.main} from here</i>}
            </li>
          ))}
        {after > 0 && <li className={styles.others}>{count(after)} after</li>}
      </ol>
    </section>
  )
}

/** Oldest first; a person's are fetched, yours are here. */
function useHistory({ who, ratings, info }: SystemProps): readonly Rated[] | undefined {
  const [fetched, setFetched] = useState<{ readonly who: number; readonly ratings: readonly Rated[] }>()
  useEffect(() => {
    if (typeof who !== 'number') return
    let current = true
    lab
      .ratingsOf(info.id, who)
      .then((own) => current && setFetched({ who, ratings: own.toReversed() }))
      .catch(() => undefined) // the chart stands without them
    return () => {
      current = false
    }
  }, [who, info.id])
  if (typeof who !== 'number') return ratings.toReversed()
  return fetched?.who === who ? fetched.ratings : undefined
}
