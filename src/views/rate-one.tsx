import { useMemo, useState } from 'react'
import type { DatasetInfo } from '../../workers/lab-api.ts'
import { FilmSearch } from '../controls/film-search.tsx'
import { RatingStars } from '../controls/rating-stars.tsx'
import { actions } from '../state/session.ts'
import { examplePerson, ratingsInHand, useApp } from '../state/store.ts'
import { creditOf, personName } from '../systems/names.ts'
import styles from './recommendations.module.css'

const offered = 3

/** Nobody to recommend for yet: rate one film here, or look at somebody else's list. */
export function RateOne({ info, rated }: { info: DatasetInfo; rated: number }) {
  const likedFrom = useApp(({ experiment }) => experiment.likedFrom)
  const ratings = useApp(ratingsInHand)
  const [found, setFound] = useState<number>()
  const films = useMemo(() => {
    const known = new Set(ratings.map(({ item }) => item))
    const others = info.starters.filter((item) => !known.has(item) && item !== found)
    return [...(found === undefined || known.has(found) ? [] : [found]), ...others].slice(0, offered)
  }, [info, ratings, found])
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const somebody = examplePerson(info)
  return (
    <div className={styles.rateOne}>
      <p>
        {rated === 0
          ? 'Rate one film and this list is yours.'
          : `None of your ratings is ${likedFrom} stars or more, so there is nothing to go on. Rate a film you liked.`}
      </p>
      <ul>
        {films.map((item) => (
          <li key={item}>
            <span>
              {info.items[item]!.title}
              <small>{creditOf(info.items[item]!)}</small>
            </span>
            <RatingStars
              name={info.items[item]!.title}
              low={info.scale.low}
              high={info.scale.high}
              step={info.scale.step}
              onRate={(rating) => actions.rate(item, rating)}
            />
          </li>
        ))}
      </ul>
      <FilmSearch titles={titles} items={info.items} placeholder="Search another film" onPick={setFound} />
      <button type="button" className={styles.more} onClick={() => actions.show(somebody)}>
        Or see the list of {personName(somebody)}
      </button>
    </div>
  )
}
