import { useMemo, useState } from 'react'
import { Name } from '../../../format/name.tsx'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { FilmSearch } from '../../../controls/film-search.tsx'
import { RatingStars } from '../../../controls/rating-stars.tsx'
import { actions } from '../../../state/session.ts'
import { ratingsInHand, useApp } from '../../../state/store.ts'
import { creditOf } from '../../../format/names.ts'
import styles from './rate-films.module.css'

const offered = 3

/** A few films to rate right here, and any other by its title. */
export function RateFilms({ info }: { info: DatasetInfo }) {
  const ratings = useApp(ratingsInHand)
  const [found, setFound] = useState<number>()
  const films = useMemo(() => {
    const known = new Set(ratings.map(({ item }) => item))
    const others = info.starters.filter((item) => !known.has(item) && item !== found)
    return [...(found === undefined || known.has(found) ? [] : [found]), ...others].slice(0, offered)
  }, [info, ratings, found])
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  return (
    <div className={styles.films}>
      <ul>
        {films.map((item) => (
          <li key={item}>
            <span>
              <Name>{info.items[item]!.title}</Name>
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
    </div>
  )
}
