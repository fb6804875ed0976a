import { area } from 'd3-shape'
import { scaleLinear } from 'd3-scale'
import { useCallback, useMemo, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame, Keys } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { nearestStop } from '../../../charts/line/line-reading.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import styles from './weight-bands.module.css'

export interface WeightBandsProps {
  readonly title: string
  /** one a band, from the bottom up */
  readonly names: readonly string[]
  /** what was measured: at a step, the shares of all bands, together 1; in order of step */
  readonly moments: readonly { readonly step: number; readonly shares: readonly number[] }[]
  readonly steps: number
  /** "batch", "batches" */
  readonly step: { readonly one: string; readonly many: string }
  readonly caption: string
  /** "41 %" */
  readonly format: (share: number) => string
}

/** Shares that together make 1, as bands over the steps of a run up to the playhead. */
export function WeightBands(props: WeightBandsProps) {
  const { title, names, moments, step, format, caption } = props
  const [reading, setReading] = useState<number>()
  const read = moments.find((moment) => moment.step === reading)
  const { shares = [] } = read ?? moments.at(-1) ?? {}
  const numbers = useCallback(
    () => ({
      about: `${title}, ${step.one} by ${step.one}`,
      columns: [step.one, ...names],
      length: moments.length,
      row: (index: number) => [String(moments[index]!.step), ...moments[index]!.shares.map(format)],
    }),
    [title, step, names, moments, format],
  )
  return (
    <ChartFrame
      title={title}
      beside={
        <Keys>
          {read && (
            <span>
              at {step.one} {read.step}:
            </span>
          )}
          {names.map((name, band) => (
            <span key={band} className={styles.key} data-band={band}>
              <i aria-hidden="true" />
              {name} <b>{format(shares[band] ?? 0)}</b>
            </span>
          ))}
        </Keys>
      }
      caption={caption}
      numbers={numbers}
    >
      <Bands {...props} reading={reading} onRead={setReading} />
    </ChartFrame>
  )
}

interface BandsProps extends WeightBandsProps {
  readonly reading: number | undefined
  readonly onRead: (step: number | undefined) => void
}

function Bands({ title, names, moments, steps, step, format, reading, onRead }: BandsProps) {
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const { widthOf, fontSize } = useTextWidth()
  const left = Math.ceil(widthOf('100 %')) + 8
  const bottom = height - Math.ceil(fontSize * 1.6)
  const top = Math.ceil(fontSize * 0.7)
  const across = scaleLinear([0, Math.max(1, steps)], [left, width - 6])
  const up = scaleLinear([0, 1], [bottom, top])
  const paths = useMemo(() => bandsOf(names.length, moments, across, up), [names, moments, across, up])
  const stops = moments.map((moment) => moment.step)
  const last = stops.at(-1) ?? 0
  const place = stops.indexOf(reading ?? last)
  const go = (to: number) => onRead(stops[Math.min(Math.max(to, 0), stops.length - 1)])
  const near = (x: number) => onRead(nearestStop(stops, across.invert(x)))
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    Home: 0,
    End: stops.length - 1,
  }
  const saysAt = (at: number) =>
    (moments[at]?.shares ?? []).map((share, band) => `${names[band]} ${format(share)}`).join(', ')
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <>
          <svg
            className={styles.svg}
            role="img"
            aria-label={`${title} at ${step.one} ${last}: ${saysAt(stops.length - 1)}.`}
          >
            {[0, 0.5, 1].map((tick) => (
              <g key={tick}>
                <line className={styles.grid} x1={left} x2={width - 6} y1={up(tick)} y2={up(tick)} />
                <text className={styles.text} data-chart-label x={left - 6} y={up(tick)} dy="0.35em" textAnchor="end">
                  {format(tick)}
                </text>
              </g>
            ))}
            {paths.map((path, band) => (
              <path key={band} className={styles.band} data-band={band} d={path} />
            ))}
            <line className={styles.playhead} x1={across(last)} x2={across(last)} y1={top} y2={bottom} />
            {reading !== undefined && (
              <line className={styles.cross} x1={across(reading)} x2={across(reading)} y1={top} y2={bottom} />
            )}
            <text className={styles.text} data-chart-label x={left} y={bottom} dy="1.35em">
              0
            </text>
            <text className={styles.text} data-chart-label x={width - 6} y={bottom} dy="1.35em" textAnchor="end">
              {steps.toLocaleString('en')} {step.many}
            </text>
          </svg>
          <ChartCursor
            summary={`${title}, over the ${step.many}`}
            orientation="horizontal"
            at={
              reading === undefined
                ? undefined
                : {
                    words: `${step.one} ${reading}: ${saysAt(place)}`,
                    pinned: false,
                    place: place + 1,
                    of: stops.length,
                  }
            }
            onPoint={near}
            onTap={near}
            onLeave={() => onRead(undefined)}
            onFocus={() => go(place)}
            onKey={(key) => {
              if (key === 'Escape' && reading !== undefined) onRead(undefined)
              else if (key in moves) go(moves[key]!)
              else return false
              return true
            }}
          />
        </>
      )}
    </div>
  )
}

type Scale = (value: number) => number

/** Each band from the sum of those below to its own. A single moment is drawn two pixels wide. */
function bandsOf(count: number, moments: WeightBandsProps['moments'], across: Scale, up: Scale): string[] {
  const [first] = moments
  if (!first) return []
  const shown = moments.length > 1 ? moments : [first, first]
  const below = (shares: readonly number[], band: number) =>
    shares.slice(0, band).reduce((sum, share) => sum + share, 0)
  return Array.from({ length: count }, (_, band) => {
    const draw = area<(typeof shown)[number]>()
      .x(({ step }, index) => across(step) + (moments.length > 1 ? 0 : 2 * index))
      .y0(({ shares }) => up(below(shares, band)))
      .y1(({ shares }) => up(below(shares, band + 1)))
    return draw(shown) ?? ''
  })
}
