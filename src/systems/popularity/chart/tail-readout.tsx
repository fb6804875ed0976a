import { Name } from '../../../format/name.tsx'
import { TailLine } from './tail-line.tsx'
import { groupSize, halfAt, ranksOf, reach, type TailMeasure, type TailWithOverlays } from './tail-shape.ts'
import styles from './long-tail.module.css'

interface Told extends TailWithOverlays {
  readonly measure: TailMeasure
}

export interface TailReadoutProps extends Told {
  readonly item: number | undefined
}

/** One film in numbers, or the whole tail: a row for the viewers, a row for each system. */
export function TailReadout({ item, ...told }: TailReadoutProps) {
  const { counts, measure, titles, order, overlays } = told
  const size = groupSize(order.length)
  return (
    <table className={styles.readout}>
      <thead>
        <tr>
          <th scope="col">
            {item === undefined ? (
              overlays.length > 0 && size > 1 && `Lines: means of ${size} films`
            ) : (
              <>
                <b>
                  <Name>{titles[item]}</Name>
                </b>
                , {ordinal(ranksOf(order)[item]! + 1)} in fame
              </>
            )}
          </th>
          <th scope="col">{item === undefined ? 'films' : 'people'}</th>
          <th scope="col">half among</th>
        </tr>
      </thead>
      <tbody>
        <Row name={measure.name} own={measure.axis !== undefined} counts={counts} {...{ item, order }} />
        {overlays.map(({ name, times, look }) => (
          <Row key={name} name={`shown by ${name}`} look={look} counts={times} {...{ item, order }} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly name: string
  /** of a line; without one it is the bars */
  readonly look?: number
  /** bars on an axis of their own: they are no people, and have no half */
  readonly own?: boolean
  readonly counts: ArrayLike<number>
  readonly order: ArrayLike<number>
  readonly item: number | undefined
}

function Row({ name, look, own = false, counts, order, item }: RowProps) {
  const value = item === undefined ? reach(counts) : counts[item]!
  return (
    <tr>
      <th scope="row">
        {look === undefined ? (
          <svg width="24" height="10" aria-hidden="true">
            <rect className={styles.tail} x="0.5" y="0.5" width="23" height="9" />
          </svg>
        ) : (
          <TailLine look={look} />
        )}
        {name}
      </th>
      <td>
        {value.toLocaleString('en', { maximumFractionDigits: own ? 2 : 1 })}
        {own && item !== undefined && ' ★'}
      </td>
      <td>{own ? '–' : `the top ${halfAt({ counts, order }).toLocaleString('en')}`}</td>
    </tr>
  )
}

function ordinal(rank: number): string {
  const tens = rank % 100
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th')
  return `${rank.toLocaleString('en')}${ending}`
}

/** One film, for a screen reader. */
export function tailWords({ counts, measure, titles, overlays }: Told, item: number, rank: number): string {
  return [
    `${rank + 1}. ${titles[item]}`,
    measure.words(counts[item]!),
    ...overlays.map(({ name, times, people }) => `${name} recommends it to ${times[item]} of ${people} people`),
  ].join(', ')
}

/** The picture in whole sentences. */
export function tailSummary({ counts, measure, titles, order, overlays }: Told): string {
  const half = halfAt({ counts, order })
  const [first, last] = [order[0], order[order.length - 1]]
  const about = `${measure.noun} of ${order.length} films, most watched first`
  if (half === 0 || first === undefined || last === undefined) return `${about}: nobody is counted yet.`
  return [
    `${about}: ${measure.words(counts[first]!)} for ${titles[first]}, ${measure.words(counts[last]!)} for ${titles[last]}.`,
    ...(measure.axis ? [] : [`The first ${half} hold half of it all.`]),
    ...overlays.map(
      ({ name, times }) =>
        `${name} recommends ${reach(times)} films, half of it among the first ${halfAt({ counts: times, order })}.`,
    ),
  ].join(' ')
}
