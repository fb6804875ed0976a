import { useMemo } from 'react'
import { Name } from '../../format/name.tsx'
import { titleOf } from '../../format/names.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './mmr.module.css'
import { pictureOf, type Pick } from './picture.ts'

const places = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
]
export const placeInWords = (place: number) => places[place] ?? `number ${place + 1}`

/** Two digits, and for the weight of variety what they leave of 1. */
const two = (value: number) => fixed(value, 2)

/** The pick that is looked at, if it is one at this step; else the latest. */
export function usePick({ view, run, shown, pinned }: SystemProps) {
  const picture = useMemo(() => pictureOf(view.snapshot), [view.snapshot])
  const lambda = Number(run.settings.lambda)
  const picks = useMemo(() => picture?.picks(lambda).slice(0, view.step) ?? [], [picture, lambda, view.step])
  const looked = shown?.kind === 'item' ? shown : pinned
  const found = looked?.kind === 'item' ? picks.findIndex(({ place }) => picture!.items[place] === looked.id) : -1
  const place = found >= 0 ? found : picks.length - 1
  const pick = picks[place]
  return picture && pick ? { picture, lambda, place, pick } : undefined
}

const worth = ({ relevance, similarity }: Omit<Pick, 'like' | 'next' | 'place'>, lambda: number) =>
  lambda * relevance - (1 - lambda) * similarity

/** Above the list: why one film stands where it does. */
export function PickArithmetic(props: SystemProps) {
  const found = usePick(props)
  const raw = props.run.settings.relevance === 'raw'
  if (!found) return null
  const { picture, lambda, place, pick } = found
  const title = (candidate: number) => titleOf(props.info, picture.items[candidate]!)
  const sum = (of: Omit<Pick, 'like' | 'next' | 'place'>) =>
    `${two(lambda)} × ${two(of.relevance)} − ${two(1 - lambda)} × ${two(of.similarity)}`
  return (
    <section aria-labelledby="why-picked">
      <h2 id="why-picked">
        Why <Name>{title(pick.place)}</Name> is {placeInWords(place)}
      </h2>
      <table className={styles.pick}>
        <tbody>
          <tr>
            <th scope="row">{raw ? 'relevance, as the system scores it' : 'relevance, scaled to the candidates'}</th>
            <td>{two(pick.relevance)}</td>
          </tr>
          <tr>
            <th scope="row">
              {pick.like === undefined ? (
                'nothing picked before it'
              ) : (
                <>
                  most alike already picked: <Name>{title(pick.like)}</Name>
                </>
              )}
            </th>
            <td>{two(pick.similarity)}</td>
          </tr>
          <tr>
            <th scope="row">{sum(pick)}</th>
            <td>{two(worth(pick, lambda))}</td>
          </tr>
        </tbody>
      </table>
      {pick.next && place > 0 && (
        <p className={styles.next}>
          Next best was <Name>{title(pick.next.place)}</Name>: {sum(pick.next)} = {two(worth(pick.next, lambda))}.
        </p>
      )}
      {place === 0 && <p className={styles.next}>The first is the most relevant, whatever λ is.</p>}
    </section>
  )
}
