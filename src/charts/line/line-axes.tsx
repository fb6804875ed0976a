import type { Axis, Scales } from './line-scales.ts'
import type { TextWidth } from '../text-width.ts'
import styles from './line-chart.module.css'

interface AxesProps {
  readonly scales: Scales
  readonly x: Axis
  readonly reading: number | undefined
  readonly widthOf: TextWidth
}

/** Lines and figures at the left; the ends of x, and between them what is read, below. */
export function Axes({ scales: { across, up, ticks, left, right, bottom }, x, reading, widthOf }: AxesProps) {
  const first = x.low.toLocaleString('en')
  const last = `${x.high.toLocaleString('en')} ${x.label}`
  const here = reading?.toLocaleString('en')
  const [middle, half] = [across(reading ?? x.low), widthOf(here ?? '', 650) / 2 + 6]
  const firstFits = here === undefined || middle - half > left + widthOf(first)
  const lastFits = here === undefined || middle + half < right - widthOf(last)
  return (
    <>
      {ticks.map(({ at, text }) => (
        <g key={at}>
          <line className={styles.grid} x1={left} x2={right} y1={up(at)} y2={up(at)} />
          <text className={styles.text} data-chart-label x={left - 6} y={up(at)} dy="0.35em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {firstFits && (
        <text className={styles.text} data-chart-label x={left} y={bottom} dy="1.4em">
          {first}
        </text>
      )}
      {lastFits && (
        <text className={styles.text} data-chart-label x={right} y={bottom} dy="1.4em" textAnchor="end">
          {last}
        </text>
      )}
      {here !== undefined && (
        <text
          className={styles.here}
          data-chart-label
          x={Math.min(Math.max(middle, left + half - 6), right - half + 6)}
          y={bottom}
          dy="1.4em"
          textAnchor="middle"
        >
          {here}
        </text>
      )}
    </>
  )
}
