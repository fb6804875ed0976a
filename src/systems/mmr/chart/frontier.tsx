import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { useCallback, useMemo } from 'react'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import styles from './frontier.module.css'
import { useTextWidth } from '../../../charts/text-width.ts'

export interface FrontierPoint {
  /** what is turned to get here */
  readonly at: number
  readonly x: number
  readonly y: number
}

export interface FrontierProps {
  readonly title: string
  readonly symbol: string
  readonly x: string
  readonly y: string
  /** in order of what is turned */
  readonly points: readonly FrontierPoint[]
  readonly now: number
  readonly format: (value: number) => string
}

/** What one good costs in the other, as something between them is turned; and where it stands now. */
export function Frontier(props: FrontierProps) {
  const { title, symbol, x, y, points, format } = props
  const numbers = useCallback(
    () => ({
      about: title,
      columns: [symbol, y, x],
      length: points.length,
      row: (index: number) => [points[index]!.at, points[index]!.y, points[index]!.x].map(format),
    }),
    [title, symbol, x, y, points, format],
  )
  return (
    <ChartFrame title={title} numbers={numbers}>
      <Plot {...props} />
    </ChartFrame>
  )
}

const edge = { top: 20, right: 52, bottom: 20, left: 40 }

/** From the whole tenth below the lowest to the one above the highest of all, so that it stands still as things turn. */
const domainOf = (values: readonly number[]): [number, number] => [
  Math.floor(Math.min(...values) * 10) / 10,
  Math.ceil(Math.max(...values) * 10) / 10,
]

function Plot({ title, symbol, x, y, points, now, format }: FrontierProps) {
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const { widthOf } = useTextWidth()
  const { across, up, path } = useMemo(() => {
    const across = scaleLinear(domainOf(points.map((point) => point.x)), [
      edge.left,
      Math.max(edge.left, width - edge.right),
    ])
    const up = scaleLinear(domainOf(points.map((point) => point.y)), [
      Math.max(edge.top, height - edge.bottom),
      edge.top,
    ])
    const path = line<FrontierPoint>(
      (point) => across(point.x),
      (point) => up(point.y),
    )
    return { across, up, path: path(points) ?? '' }
  }, [points, width, height])
  const here = points.find(({ at }) => at === now)
  const [first, last] = [points[0], points.at(-1)]
  if (!here || !first || !last) return null
  const [left, right, bottom] = [edge.left, width - edge.right, height - edge.bottom]
  const label = (point: FrontierPoint) => `${symbol} ${format(point.at)}`
  const labelled = [first, last].filter(
    (point) => Math.hypot(across(point.x) - across(here.x), up(point.y) - up(here.y)) > 34,
  )
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <svg
          className={styles.svg}
          role="img"
          aria-label={`${title}. ${[first, here, last].map((point) => `${label(point)}: ${y} ${format(point.y)}, ${x} ${format(point.x)}`).join('; ')}.`}
        >
          <path className={styles.axes} d={`M${left},${edge.top - 6}V${bottom}H${right}`} />
          <text
            className={styles.text}
            data-chart-label
            x={left - 6}
            y={up(up.domain()[1]!)}
            dy="0.35em"
            textAnchor="end"
          >
            {format(up.domain()[1]!)}
          </text>
          <text className={styles.text} data-chart-label x={left - 6} y={bottom} dy="0.1em" textAnchor="end">
            {format(up.domain()[0]!)}
          </text>
          <text className={styles.text} data-chart-label x={left} y={edge.top - 9}>
            ↑ {y}
          </text>
          <text className={styles.text} data-chart-label x={right} y={bottom} dy="1.3em" textAnchor="end">
            {x} →
          </text>
          <path className={styles.line} d={path} />
          {[first, last].map((point) => (
            <circle key={point.at} className={styles.end} cx={across(point.x)} cy={up(point.y)} r="3" />
          ))}
          {labelled.map((point) => (
            <text
              key={point.at}
              className={styles.text}
              data-chart-label
              x={across(point.x) + 7}
              y={up(point.y)}
              dy={point === last ? '-0.4em' : '0.35em'}
            >
              {label(point)}
            </text>
          ))}
          <circle className={styles.here} cx={across(here.x)} cy={up(here.y)} r="6" />
          <text
            className={styles.now}
            data-chart-label
            x={across(here.x) - 10}
            y={up(here.y) + 16}
            textAnchor={across(here.x) - 10 - widthOf(label(here), 600) > left ? 'end' : 'start'}
          >
            {label(here)}
          </text>
        </svg>
      )}
    </div>
  )
}
