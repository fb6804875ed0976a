import { useCallback } from 'react'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import styles from './picks-map.module.css'

export interface PicksMapProps {
  readonly title: string
  /** x, y pairs between −1 and 1 */
  readonly places: Float32Array
  /** those picked, in order, by their place */
  readonly picks: readonly number[]
  readonly titleOf: (place: number) => string
  /** the one looked at, from anywhere on the page, by its place */
  readonly shown: number | undefined
}

const mark = 8
const edge = 12

/** Films by how alike they are, and the path that the picks take among them. */
export function PicksMap({ title, places, picks, titleOf, shown }: PicksMapProps) {
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const numbers = useCallback(
    () => ({
      about: title,
      columns: ['film', 'pick', 'across', 'up'],
      length: picks.length,
      row: (index: number) => {
        const place = picks[index]!
        const at = [places[2 * place]!, places[2 * place + 1]!].map((x) => x.toFixed(2))
        return [titleOf(place), String(index + 1), ...at]
      },
    }),
    [title, places, picks, titleOf],
  )
  const at = (place: number): [number, number] => [
    width / 2 + places[2 * place]! * (width / 2 - edge),
    height / 2 - places[2 * place + 1]! * (height / 2 - edge),
  ]
  return (
    <ChartFrame title={title} numbers={numbers}>
      <div ref={plot} className={styles.plot}>
        {width > 0 && (
          <svg className={styles.svg} role="img" aria-label={summaryOf(title, picks, titleOf)}>
            {Array.from({ length: places.length / 2 }, (_, place) => {
              const [x, y] = at(place)
              return <rect key={place} className={styles.film} x={x - 2} y={y - 2} width="4" height="4" rx="1" />
            })}
            <path
              className={styles.path}
              d={picks.length > 1 ? `M${picks.map((place) => at(place).join()).join('L')}` : ''}
            />
            {picks.map((place, index) => {
              const [x, y] = at(place)
              // Where an earlier pick stands in the way there is no room for a number: the path still says when.
              const hidden = picks.slice(0, index).some((earlier) => {
                const [left, top] = at(earlier)
                return Math.abs(left - x) < 2 * mark + 4 && Math.abs(top - y) < 2 * mark + 4
              })
              const half = hidden ? 4 : mark
              return (
                <g key={place} data-shown={place === shown}>
                  <rect className={styles.pick} x={x - half} y={y - half} width={2 * half} height={2 * half} rx="3" />
                  {!hidden && (
                    <text className={styles.number} data-chart-label x={x} y={y} dy="0.35em" textAnchor="middle">
                      {index + 1}
                    </text>
                  )}
                </g>
              )
            })}
          </svg>
        )}
      </div>
    </ChartFrame>
  )
}

function summaryOf(title: string, picks: readonly number[], titleOf: (place: number) => string): string {
  const named = picks.slice(0, 5).map((place, index) => `${index + 1}, ${titleOf(place)}`)
  return `${title}. ${named.length > 0 ? `${named.join('; ')}.` : 'Nothing is picked yet.'}`
}
