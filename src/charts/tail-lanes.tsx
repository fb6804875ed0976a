import { Fragment } from 'react'
import type { TailOverlay, TailScales } from './long-tail.tsx'
import { barsPath, halfAt, reach } from './tail-shape.ts'
import styles from './long-tail.module.css'

export interface TailLanesProps extends TailScales {
  readonly overlays: readonly TailOverlay[]
  readonly order: ArrayLike<number>
}

/** A lane for each system: to how many people it recommends each film, all on one scale. */
export function TailLanes({ tail, lanes, people, right, overlays, order }: TailLanesProps) {
  return overlays.map(({ name, times }, index) => {
    const lane = lanes[index]!
    const top = lane.up(people)
    return (
      <Fragment key={name}>
        <line className={styles.grid} x1={tail.left} x2={right} y1={top} y2={top} />
        <line className={styles.base} x1={tail.left} x2={right} y1={lane.base} y2={lane.base} />
        <text className={styles.text} data-chart-label x={tail.left - 6} y={top} dy="0.35em" textAnchor="end">
          {people.toLocaleString('en')}
        </text>
        <path className={styles.lane} d={barsPath({ counts: times, order }, lane, { thin: 1, low: 2 })} />
        <text className={styles.label} data-chart-label x={right} y={top} dy="1.25em" textAnchor="end">
          <tspan className={styles.strong}>{name}</tspan>
          {laneWords(times, order)}
        </text>
      </Fragment>
    )
  })
}

function laneWords(times: ArrayLike<number>, order: ArrayLike<number>): string {
  const reached = reach(times)
  if (reached === 0) return ' recommends nothing yet'
  const half = halfAt({ counts: times, order })
  return `: ${reached.toLocaleString('en')} films, half of it among the top ${half.toLocaleString('en')}`
}
