import type { LongTailProps } from './long-tail.tsx'
import { groupSize, halfAt, ranksOf, reach } from './tail-shape.ts'
import styles from './long-tail.module.css'

type Told = Pick<LongTailProps, 'counts' | 'titles' | 'order' | 'overlays'>

export interface TailReadoutProps extends Told {
  readonly item: number | undefined
}

/** Lines are told apart by their dashes beside their names. */
export function overlayDash(index: number): string | undefined {
  return [undefined, '6 3', '1.5 2.5', '8 3 1.5 3'][index % 4]
}

/** One film in numbers, or the whole tail: a row for the viewers, a row for each system. */
export function TailReadout({ item, ...told }: TailReadoutProps) {
  const { counts, titles, order, overlays } = told
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
                <b>{titles[item]}</b>, {ordinal(ranksOf(order)[item]! + 1)} in fame
              </>
            )}
          </th>
          <th scope="col">{item === undefined ? 'films' : 'people'}</th>
          <th scope="col">half among</th>
        </tr>
      </thead>
      <tbody>
        <Row name="watched" dash="tail" counts={counts} {...{ item, order }} />
        {overlays.map(({ name, times }, index) => (
          <Row key={name} name={`shown by ${name}`} dash={overlayDash(index)} counts={times} {...{ item, order }} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly name: string
  readonly dash: string | undefined
  readonly counts: ArrayLike<number>
  readonly order: ArrayLike<number>
  readonly item: number | undefined
}

function Row({ name, dash, counts, order, item }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <svg width="24" height="10" aria-hidden="true">
          {dash === 'tail' ? (
            <rect className={styles.tail} x="0.5" y="0.5" width="23" height="9" />
          ) : (
            <line className={styles.overlay} x2="24" y1="5" y2="5" strokeDasharray={dash} />
          )}
        </svg>
        {name}
      </th>
      <td>{(item === undefined ? reach(counts) : counts[item]!).toLocaleString('en')}</td>
      <td>the top {halfAt({ counts, order }).toLocaleString('en')}</td>
    </tr>
  )
}

function ordinal(rank: number): string {
  const tens = rank % 100
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th')
  return `${rank.toLocaleString('en')}${ending}`
}

function viewers(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'viewer' : 'viewers'}`
}

/** One film, for a screen reader. */
export function tailWords({ counts, titles, overlays }: Told, item: number, rank: number): string {
  return [
    `${rank + 1}. ${titles[item]}`,
    viewers(counts[item]!),
    ...overlays.map(({ name, times, people }) => `${name} recommends it to ${times[item]} of ${people} people`),
  ].join(', ')
}

/** The picture in whole sentences. */
export function tailSummary({ counts, titles, order, overlays }: Told): string {
  const half = halfAt({ counts, order })
  const first = order[0]
  if (half === 0 || first === undefined)
    return `Viewers of ${order.length} films, most watched first: nobody is counted yet.`
  return [
    `Viewers of ${order.length} films, most watched first: from ${viewers(counts[first]!)} of ${titles[first]} down to ${counts[order[order.length - 1]!]}.`,
    `The first ${half} hold half of all viewings.`,
    ...overlays.map(
      ({ name, times }) =>
        `${name} recommends ${reach(times)} films, half of it among the first ${halfAt({ counts: times, order })}.`,
    ),
  ].join(' ')
}
