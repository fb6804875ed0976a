import { useCallback } from 'react'
import { ChartFrame } from './chart-frame.tsx'
import styles from './interval-chart.module.css'

interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface IntervalRow {
  readonly name: string
  /** absent while it is being measured */
  readonly estimate: Estimate | undefined
  readonly strong?: boolean
}

export interface IntervalChartProps {
  readonly title: string
  readonly unit: string
  readonly rows: readonly IntervalRow[]
  /** the axis goes from 0 to here, or to the highest there is */
  readonly high: number
  readonly format: (value: number) => string
}

/** A few estimates below each other on one scale from 0, each with its interval. */
export function IntervalChart({ title, unit, rows, high, format }: IntervalChartProps) {
  const most = Math.max(high, ...rows.map(({ estimate }) => estimate?.high ?? 0))
  const share = (value: number) => `${(100 * Math.max(0, value)) / most}%`
  const numbers = useCallback(() => numbersOf(title, rows, format), [title, rows, format])
  return (
    <ChartFrame title={title} beside={<span>{unit}</span>} numbers={numbers}>
      <ul className={styles.rows} aria-label={title}>
        {rows.map(({ name, estimate, strong }, index) => (
          <li key={index} className={styles.row} data-strong={strong === true}>
            <span>{name}</span>
            <span className={styles.track} aria-hidden="true">
              {estimate && (
                <>
                  <i
                    className={styles.interval}
                    style={{ left: share(estimate.low), width: share(estimate.high - estimate.low) }}
                  />
                  <i className={styles.dot} style={{ left: share(estimate.value) }} />
                </>
              )}
            </span>
            <b>{estimate ? format(estimate.value) : '…'}</b>
          </li>
        ))}
      </ul>
    </ChartFrame>
  )
}

function numbersOf(about: string, rows: readonly IntervalRow[], format: (value: number) => string) {
  return {
    about,
    columns: ['system', 'value', 'interval'],
    length: rows.length,
    row(index: number) {
      const { name, estimate } = rows[index]!
      return estimate
        ? [name, format(estimate.value), `${format(estimate.low)}–${format(estimate.high)}`]
        : [name, '–', '–']
    },
  }
}
