import type { LongTailProps } from './long-tail.tsx'
import { halfAt, ranksOf, reach } from './tail-shape.ts'
import styles from './long-tail.module.css'

type Told = Pick<LongTailProps, 'counts' | 'titles' | 'order' | 'overlays'>

export interface TailReadoutProps extends Told {
  readonly item: number | undefined
  readonly half: number
}

/** One film in numbers, or the whole tail in one sentence. */
export function TailReadout({ item, half, ...told }: TailReadoutProps) {
  const { counts, titles, order, overlays } = told
  if (item === undefined)
    return (
      <p className={styles.readout}>
        {half === 0 ? (
          'Nobody is counted yet: press play and the tail grows.'
        ) : (
          <>
            Half of all viewings are of the <b>{half.toLocaleString('en')}</b> most watched of{' '}
            {order.length.toLocaleString('en')} films.
          </>
        )}
      </p>
    )
  const rank = ranksOf(order)[item]! + 1
  return (
    <p className={styles.readout}>
      <b>{titles[item]}</b>, {rank.toLocaleString('en')}. in fame: {viewers(counts[item]!)}.
      {overlays.length > 0 && ' Recommended to '}
      {overlays.map(({ name, times, people }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <b>{times[item]!.toLocaleString('en')}</b>
          {index === 0 && ` of ${people.toLocaleString('en')} people`} by {name}
        </span>
      ))}
      {overlays.length > 0 && '.'}
    </p>
  )
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
