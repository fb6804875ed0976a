import { useCallback, useMemo, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import {
  arc,
  degreesOf,
  directionOf,
  fanIn,
  filmsByDirection,
  itemTowards,
  nearestFirst,
  placeAt,
  spokes,
  type Fan,
} from './fan-shape.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import styles from './angle-fan.module.css'

export interface AngleFanProps {
  /** of the angle between the profile and each film; NaN where nothing is known of a film */
  readonly cosines: ArrayLike<number>
  readonly titles: readonly string[]
  readonly whose: string
  readonly yours: boolean
  /** films of the list, best first */
  readonly recommended: readonly number[]
  readonly shown: number | undefined
  /** angles reach 180° where weights below 0 occur, else 90° */
  readonly degrees: 90 | 180
  readonly onPreview: (item: number | undefined) => void
  readonly onPin: (item: number | undefined) => void
  readonly caption: string
}

/** The angle between a profile and the film shown, and every other film by its angle round them. */
export function AngleFan(props: AngleFanProps) {
  const { cosines, titles, shown, caption } = props
  const at = shown === undefined || Number.isNaN(cosines[shown]) ? undefined : cosines[shown]
  const order = useMemo(() => nearestFirst(cosines), [cosines])
  const numbers = useCallback(() => numbersOf(order, cosines, titles), [order, cosines, titles])
  return (
    <ChartFrame
      title={at === undefined ? 'The angle to each film' : `${Math.round(degreesOf(at))}° apart`}
      beside={at === undefined ? undefined : <span>cosine {cosineText(at)}</span>}
      caption={caption}
      numbers={numbers}
    >
      <Plot {...props} order={order} />
    </ChartFrame>
  )
}

function Plot(props: AngleFanProps & { readonly order: Uint32Array }) {
  const { cosines, titles, yours, recommended, shown, degrees, order } = props
  const [plot, size] = useElementSize<HTMLDivElement>()
  const { fontSize } = useTextWidth()
  const fan = fanIn(size, degrees, fontSize)
  const bins = useMemo(() => filmsByDirection(cosines, degrees), [cosines, degrees])
  const cursor = useFanCursor(props, fan)
  const at = shown === undefined || Number.isNaN(cosines[shown]) ? undefined : degreesOf(cosines[shown]!)
  const place = shown === undefined ? 0 : order.indexOf(shown) + 1
  const words = at === undefined ? undefined : `${titles[shown!]}: ${sayAngle(at, cosines[shown!]!)}`
  const summary = summaryOf(props, order)
  return (
    <div ref={plot} className={styles.plot} data-degrees={degrees}>
      {size.width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summary}>
          <path className={styles.arc} d={arc(fan, fan.radius, degrees)} />
          <path className={styles.films} d={spokes(fan, bins, order.length)} />
          <Ticks fan={fan} />
          {recommended.map((item) => (
            <FilmMark key={item} fan={fan} degrees={degreesOf(cosines[item]!)} />
          ))}
          <Arrow fan={fan} degrees={0} className={yours ? styles.you! : styles.person!} />
          {at !== undefined && (
            <>
              <path className={styles.angle} d={arc(fan, 0.34 * fan.radius, at)} />
              <Arrow fan={fan} degrees={at} className={styles.film!} />
              <AngleText fan={fan} at={at} />
            </>
          )}
          <Tip fan={fan} yours={yours} />
        </svg>
      )}
      <ChartCursor
        summary={`${summary} Arrow keys go from film to film, nearest first; Enter pins, Escape clears.`}
        orientation="horizontal"
        at={words === undefined ? undefined : { words, pinned: false, place, of: order.length }}
        {...cursor}
      />
    </div>
  )
}

/** The ends of the scale stand under the base line, the upright above the films. */
function Ticks({ fan }: { readonly fan: Fan }) {
  return (fan.degrees > 90 ? [0, 90, 180] : [0, 90]).map((degrees) => {
    const [x, y] = placeAt(fan, degrees, degrees === 90 ? fan.radius + fan.band + 6 : fan.radius)
    return (
      <text
        key={degrees}
        className={styles.text}
        data-chart-label
        x={x}
        y={y}
        dy={degrees === 90 ? '-0.1em' : '1.5em'}
        textAnchor={degrees === 90 ? 'middle' : degrees === 0 ? 'end' : 'start'}
      >
        {degrees}°
      </text>
    )
  })
}

function Arrow({ fan, degrees, className }: { fan: Fan; degrees: number; className: string }) {
  const [x, y] = placeAt(fan, degrees, fan.radius)
  const [hx, hy] = placeAt(fan, degrees, fan.radius - 9)
  const [sx, sy] = [(4 * (y - hy)) / 9, (4 * (hx - x)) / 9]
  return (
    <g className={className}>
      <line className={styles.shaft} x1={fan.x} y1={fan.y} x2={hx} y2={hy} />
      <path d={`M${x} ${y}L${hx + sx} ${hy + sy}L${hx - sx} ${hy - sy}z`} />
    </g>
  )
}

/** At the arrow's middle, so that the place of the head stays free for the films. */
function Tip({ fan, yours }: { fan: Fan; yours: boolean }) {
  const [x, y] = placeAt(fan, 0, 0.62 * fan.radius)
  if (!yours) return <circle className={styles.personMark} cx={x} cy={y} r={5} />
  return <path className={styles.youMark} d="M0-6 6 0 0 6-6 0z" transform={`translate(${x} ${y})`} />
}

function FilmMark({ fan, degrees }: { fan: Fan; degrees: number }) {
  const [x, y] = placeAt(fan, degrees, fan.radius)
  return <rect className={styles.recommended} x={x - 4} y={y - 4} width={8} height={8} rx={1.5} />
}

function AngleText({ fan, at }: { fan: Fan; at: number }) {
  const [x, y] = placeAt(fan, Math.max(at / 2, 9), 0.34 * fan.radius + 8)
  return (
    <text
      className={`${styles.text} ${styles.strong}`}
      data-chart-label
      x={x}
      y={y}
      dy="0.35em"
      textAnchor={at > 180 ? 'end' : 'start'}
    >
      {Math.round(at)}°
    </text>
  )
}

function useFanCursor(
  { cosines, order, shown, onPreview, onPin }: AngleFanProps & { readonly order: Uint32Array },
  fan: Fan,
) {
  const [looking, setLooking] = useState<number>()
  const look = (item: number | undefined) => {
    if (item === looking) return
    setLooking(item)
    onPreview(item)
  }
  const under = (x: number, y: number) => {
    const degrees = directionOf(fan, x, y)
    return degrees === undefined ? undefined : itemTowards(order, cosines, degrees)
  }
  const from = looking ?? shown
  const place = from === undefined ? -1 : order.indexOf(from)
  const last = order.length - 1
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: place + 1,
    ArrowDown: place + 1,
    ArrowLeft: place - 1,
    ArrowUp: place - 1,
    PageDown: place + 10,
    PageUp: place - 10,
    Home: 0,
    End: last,
  }
  const go = (to: number) => look(order[Math.min(Math.max(to, 0), last)])
  return {
    onPoint: (x: number, y: number) => look(under(x, y)),
    onTap: (x: number, y: number) => onPin(under(x, y)),
    onLeave: () => look(undefined),
    onFocus: () => last >= 0 && go(Math.max(place, 0)),
    onKey(key: string) {
      if (last < 0) return false
      if (key in moves) go(moves[key]!)
      else if (key === 'Enter' || key === ' ') onPin(from ?? order[0])
      else if (key === 'Escape' && looking !== undefined) {
        look(undefined)
        onPin(undefined)
      } else return false
      return true
    },
  }
}

const cosineText = (cosine: number) => cosine.toFixed(2).replace('-0.00', '0.00').replace('-', '−')
const sayAngle = (degrees: number, cosine: number) => `${Math.round(degrees)} degrees, cosine ${cosineText(cosine)}`

function summaryOf({ cosines, titles, whose, shown }: AngleFanProps, order: Uint32Array): string {
  if (order.length === 0) return `Angles to ${whose}: no film has one yet.`
  const [first, last] = [order[0]!, order[order.length - 1]!]
  const one = (item: number) => `${titles[item]} (${sayAngle(degreesOf(cosines[item]!), cosines[item]!)})`
  return [
    `${order.length.toLocaleString('en')} films by their angle to ${whose}, from ${one(first)} to ${one(last)}.`,
    ...(shown === undefined || Number.isNaN(cosines[shown]) ? [] : [`Shown: ${one(shown)}.`]),
  ].join(' ')
}

function numbersOf(order: Uint32Array, cosines: ArrayLike<number>, titles: readonly string[]) {
  return {
    about: 'Films by their angle to the profile, nearest first',
    columns: ['film', 'angle', 'cosine'],
    length: order.length,
    row(index: number) {
      const item = order[index]!
      return [
        titles[item] ?? '',
        `${degreesOf(cosines[item]!).toFixed(1)}°`,
        cosines[item]!.toFixed(3).replace('-', '−'),
      ]
    },
  }
}
