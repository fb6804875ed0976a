import { useCallback, useId, useMemo, useState, type ReactNode } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame, Key, Keys } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { bandPath, handOverScales, heightAt, linePath, namePlaces, type HandOverScales } from './hand-over-scales.ts'
import { nearestStop, pointAt, pointWords, type LinePoint } from '../../../charts/line/line-reading.ts'
import { coarsePointer, useMedia } from '../../../charts/media.ts'
import { useTextWidth, type TextWidth } from '../../../charts/text-width.ts'
import styles from './hand-over-chart.module.css'

/** A system's quality at every length of history that was measured. */
export interface HandOverLine {
  readonly name: string
  readonly points: readonly LinePoint[]
}

export interface HandOverChartProps {
  readonly title: string
  readonly unit: string
  /** answers from the threshold on; solid */
  readonly main: HandOverLine
  /** answers before it; dashed */
  readonly fallback: HandOverLine
  /** ratings known: the axis goes from 0 to here */
  readonly high: number
  readonly threshold: number
  /** where the main system is clearly better from */
  readonly overtakes?: number | undefined
  /** how much is known at the playhead; absent where that is everything */
  readonly playhead?: number | undefined
  readonly format: (y: number) => string
  readonly caption: string
  /** the handle of the rule, over the top of the chart */
  readonly handle: (place: { readonly left: number; readonly right: number }) => ReactNode
}

/** Quality against how much is known of a person: two systems, and the rule at which one hands over to the other. */
export function HandOverChart(props: HandOverChartProps) {
  const { title, unit, main, fallback, playhead, format, caption } = props
  const [reading, setReading] = useState<number>()
  const numbers = useCallback(() => numbersOf(title, main, fallback, format), [title, main, fallback, format])
  return (
    <ChartFrame
      title={title}
      beside={
        <Keys>
          {reading === undefined ? <span>{unit}</span> : <Read {...props} at={reading} />}
          <Key mark="solid">{main.name}</Key>
          <Key mark="dashed">{fallback.name}</Key>
          {playhead !== undefined && reading === undefined && <span>● at the playhead</span>}
        </Keys>
      }
      caption={caption}
      numbers={numbers}
    >
      <HandOverPlot {...props} reading={reading} onRead={setReading} />
    </ChartFrame>
  )
}

const ratingsText = (n: number) => `${n} ${n === 1 ? 'rating' : 'ratings'}`

function Read({ main, fallback, format, at }: HandOverChartProps & { readonly at: number }) {
  const values = [main, fallback].flatMap(({ name, points }) => {
    const point = points.find(({ x, y }) => x === at && Number.isFinite(y))
    return point ? [`${name} ${pointWords(point, format)}`] : []
  })
  return (
    <span>
      at <b className={styles.value}>{ratingsText(at)}</b>: {values.join(', ')}
    </span>
  )
}

interface PlotProps extends HandOverChartProps {
  readonly reading: number | undefined
  readonly onRead: (x: number | undefined) => void
}

function HandOverPlot(props: PlotProps) {
  const { title, main, fallback, high, threshold, overtakes, format, handle, reading, onRead } = props
  const [plot, size] = useElementSize<HTMLDivElement>()
  const { widthOf, fontSize } = useTextWidth()
  const coarse = useMedia(coarsePointer)
  const grip = coarse ? 44 : 26
  const scales = useMemo(
    () => handOverScales([main, fallback], high, format, size, grip, widthOf, fontSize),
    [main, fallback, high, format, size, grip, widthOf, fontSize],
  )
  const { across, top, bottom, left, right } = scales
  const cursor = useReading([main, fallback], across.invert, reading, threshold, onRead)
  return (
    <div ref={plot} className={styles.plot}>
      {size.width > 0 && size.height > 0 && (
        <>
          <svg className={styles.svg} role="img" aria-label={summaryOf(props)}>
            <Axes {...scales} />
            <Lines {...{ main, fallback, threshold, scales }} />
            {overtakes !== undefined && <Overtaking {...{ main, overtakes, threshold, scales, widthOf }} />}
            {reading !== undefined && (
              <line className={styles.cross} x1={across(reading)} x2={across(reading)} y1={top} y2={bottom} />
            )}
            <line className={styles.rule} x1={across(threshold)} x2={across(threshold)} y1={grip / 2} y2={bottom} />
            <RuleName {...{ main, threshold, scales, widthOf }} y={grip / 2} room={coarse ? 16 : 13} />
            <Playhead {...props} scales={scales} />
          </svg>
          <ChartCursor
            summary={`${title}, from one measured length to the next`}
            orientation="horizontal"
            at={reading === undefined ? undefined : cursor.at(title, format)}
            {...cursor.handlers}
          />
          {handle({ left, right })}
        </>
      )}
    </div>
  )
}

function Axes({ across, up, ticksAcross, ticksUp, left, right, bottom }: HandOverScales) {
  return (
    <>
      {ticksUp.map(({ tick, text }) => (
        <g key={tick}>
          <line className={tick === 0 ? styles.base : styles.grid} x1={left} x2={right} y1={up(tick)} y2={up(tick)} />
          <text className={styles.text} data-chart-label x={left - 8} y={up(tick)} dy="0.35em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {ticksAcross.map((tick) => (
        <text
          key={tick}
          className={styles.text}
          data-chart-label
          x={across(tick)}
          y={bottom}
          dy="1.45em"
          textAnchor="middle"
        >
          {tick}
        </text>
      ))}
    </>
  )
}

interface LinesProps {
  readonly main: HandOverLine
  readonly fallback: HandOverLine
  readonly threshold: number
  readonly scales: HandOverScales
}

/** Both lines thin all along, and strong where they are in force. */
function Lines({ main, fallback, threshold, scales }: LinesProps) {
  const { across, left, right, up, bottom } = scales
  const id = useId()
  const x = across(threshold)
  const ends = [main, fallback].map(({ points }) => points.findLast(({ y }) => Number.isFinite(y)) ?? { x: 0, y: 0 })
  const names = namePlaces(
    ends.map(({ y }) => up(y)),
    15,
    scales,
  )
  return (
    <>
      <clipPath id={`${id}main`}>
        <rect x={x} y={0} width={Math.max(0, right - x + 2)} height={bottom} />
      </clipPath>
      <clipPath id={`${id}fallback`}>
        <rect x={left} y={0} width={Math.max(0, x - left)} height={bottom} />
      </clipPath>
      {[main, fallback].map((one, index) => {
        const path = linePath(one.points, scales)
        const dash = index === 0 ? '' : ` ${styles.dashed}`
        return (
          <g key={index}>
            <path className={styles.band} d={bandPath(one.points, scales)} />
            <path className={`${styles.line}${dash}`} d={path} />
            <path
              className={`${styles.line} ${styles.strong}${dash}`}
              d={path}
              clipPath={`url(#${id}${index === 0 ? 'main' : 'fallback'})`}
            />
            <text className={styles.name} data-chart-label x={across(ends[index]!.x) + 8} y={names[index]} dy="0.35em">
              {one.name}
            </text>
          </g>
        )
      })}
    </>
  )
}

interface MarkProps {
  readonly main: HandOverLine
  readonly threshold: number
  readonly scales: HandOverScales
  readonly widthOf: TextWidth
}

/** The measured length from which the main system is clearly better. */
function Overtaking({ main, overtakes, threshold, scales, widthOf }: MarkProps & { readonly overtakes: number }) {
  const { across, up, bottom, right } = scales
  const y = heightAt(main.points, overtakes)
  if (y === undefined) return null
  const text = `clearly ahead from ${overtakes}`
  const x = across(overtakes)
  // Beside the rule, never across it.
  const fits = x + 6 + widthOf(text) < right && !(threshold > overtakes && across(threshold) < x + 10 + widthOf(text))
  const beyond = threshold > overtakes ? across(threshold) + 6 : x + 6
  const at = fits ? x + 6 : beyond + widthOf(text) < right ? beyond : x - 6
  return (
    <>
      <line className={styles.tick} x1={x} x2={x} y1={up(y)} y2={bottom} />
      <circle className={styles.ring} cx={x} cy={up(y)} r="4.5" />
      <text className={styles.label} data-chart-label x={at} y={bottom - 7} textAnchor={at < x ? 'end' : 'start'}>
        {text}
      </text>
    </>
  )
}

/** What the handle says, beside it. */
function RuleName({
  main,
  threshold,
  scales,
  widthOf,
  y,
  room,
}: MarkProps & { readonly y: number; readonly room: number }) {
  const text = ruleText(main.name, threshold)
  const x = scales.across(threshold)
  const fits = x + room + widthOf(text, 600) < scales.right + 8
  return (
    <text
      className={`${styles.label} ${styles.bold}`}
      data-chart-label
      x={fits ? x + room : x - room}
      y={y}
      dy="0.35em"
      textAnchor={fits ? 'start' : 'end'}
    >
      {text}
    </text>
  )
}

export const ruleText = (main: string, threshold: number) =>
  threshold === 0 ? `${main} for everybody` : `${main} from ${ratingsText(threshold)} on`

/** The playhead: on the line in force, at what is known there. */
function Playhead({
  main,
  fallback,
  threshold,
  playhead,
  scales,
}: HandOverChartProps & { readonly scales: HandOverScales }) {
  if (playhead === undefined) return null
  const turn = playhead >= threshold ? main : fallback
  const y = heightAt(turn.points, playhead) ?? heightAt(fallback.points, playhead)
  if (y === undefined) return null
  return <circle className={styles.dot} cx={scales.across(playhead)} cy={scales.up(y)} r="5" />
}

/** Walks over the lengths that were measured, by pointer and by key. */
function useReading(
  lines: readonly HandOverLine[],
  invert: (px: number) => number,
  reading: number | undefined,
  threshold: number,
  onRead: (x: number | undefined) => void,
) {
  const all = lines[0]?.points.map(({ x }) => x) ?? []
  const place = all.indexOf(nearestStop(all, reading ?? threshold) ?? NaN)
  const go = (to: number) => onRead(all[Math.min(Math.max(to, 0), all.length - 1)])
  const near = (px: number) => onRead(nearestStop(all, invert(px)))
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    Home: 0,
    End: all.length - 1,
  }
  return {
    handlers: {
      onPoint: near,
      onTap: near,
      onLeave: () => onRead(undefined),
      onFocus: () => all.length > 0 && go(place),
      onKey: (key: string) => {
        if (key === 'Escape' && reading !== undefined) onRead(undefined)
        else if (key in moves && all.length > 0) go(moves[key]!)
        else return false
        return true
      },
    },
    at: (title: string, format: (y: number) => string) => ({
      words: [
        `${title} at ${ratingsText(reading ?? 0)} known`,
        ...lines.map(({ name, points }) => {
          const point = points.find(({ x }) => x === reading)
          return `${name} ${point && Number.isFinite(point.y) ? pointWords(point, format) : 'cannot answer'}`
        }),
      ].join(', '),
      pinned: false,
      place: place + 1,
      of: all.length,
    }),
  }
}

function summaryOf({ title, main, fallback, threshold, overtakes, high, format }: HandOverChartProps): string {
  const ends = [main, fallback].flatMap(({ name, points }) => {
    const first = points.find(({ y }) => Number.isFinite(y))
    const last = pointAt(points, high)
    if (!first || !last) return []
    return [`${name}: ${format(first.y)} at ${ratingsText(first.x)}, ${format(last.y)} at ${last.x}.`]
  })
  const ahead =
    overtakes === undefined
      ? `${main.name} nowhere gets clearly ahead to stay.`
      : `${main.name} is clearly ahead from ${ratingsText(overtakes)} on.`
  return [`${title}.`, ...ends, ahead, `In force: ${fallback.name}, then ${ruleText(main.name, threshold)}.`].join(' ')
}

function numbersOf(title: string, main: HandOverLine, fallback: HandOverLine, format: (y: number) => string) {
  const cell = (point: LinePoint | undefined) => (point && Number.isFinite(point.y) ? pointWords(point, format) : '–')
  const row = (index: number) => [String(main.points[index]!.x), cell(main.points[index]), cell(fallback.points[index])]
  return { about: title, columns: ['ratings known', main.name, fallback.name], length: main.points.length, row }
}
