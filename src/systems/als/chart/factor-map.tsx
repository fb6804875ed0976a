import { useCallback, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame, Key, Keys } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { labelMap, withLabel, type MapLabel } from './map-labels.ts'
import { follow, MapOverlay, type Ray } from './map-overlay.tsx'
import { isDirection, nearestPoint, neighbour, toPixels, type MapFrame, type MapSelection } from './map-points.ts'
import type { ItemMark, MapScene } from './map-painter.ts'
import { MapStage } from './map-stage.ts'
import { indexOf, lengthAlong, mapPoints, mapSummary, nameAt, selectionAt, type Names } from './map-words.ts'
import type { MapPoints } from './map-words.ts'
import { coarsePointer, reducedMotion, useMedia } from '../../../charts/media.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import { useTokens } from '../../../charts/tokens.ts'
import styles from './factor-map.module.css'

interface Place {
  readonly x: number
  readonly y: number
}

export interface FactorMapProps {
  readonly title?: string
  /** x, y pairs in [-extent, extent]; a new array when it changes */
  readonly people: Float32Array
  readonly items: Float32Array
  /** fixed for the run */
  readonly extent: number
  /** whether the origin stands in the middle, for factors of what may be negative */
  readonly centred?: boolean
  readonly you?: Place | undefined
  /** unit: along it lies the score, for the selected person or for you */
  readonly direction?: Place | undefined
  readonly directionIsYours: boolean
  readonly titles: readonly string[]
  /** items worth a name, most important first */
  readonly labelled: readonly number[]
  /** items, best first */
  readonly recommended: readonly number[]
  /** pinned, or previewed elsewhere on the page */
  readonly selected?: MapSelection | undefined
  readonly onPreview: (selection: MapSelection | undefined) => void
  readonly onPin: (selection: MapSelection | undefined) => void
  readonly caption: string
  readonly personName?: (id: number) => string
}

const numbered = (id: number) => `Person ${id + 1}`

/** People and films in two dimensions; points glide from step to step. */
export function FactorMap(props: FactorMapProps) {
  const { title = 'Where people and films stand', people, items, you, titles, recommended, caption } = props
  const { personName = numbered } = props
  const { x: youX, y: youY } = you ?? {}
  const map = useMemo(() => mapPoints(items, people, youX, youY), [items, people, youX, youY])
  const names = useMemo(() => ({ titles, personName }), [titles, personName])
  const numbers = useCallback(() => numbersOf(map, names), [map, names])
  return (
    <ChartFrame
      title={title}
      beside={
        <Keys>
          <Key mark="person">person</Key>
          <Key mark="film">film</Key>
          {recommended.length > 0 && <Key mark="recommended">recommended</Key>}
          {you && <Key mark="you">you</Key>}
        </Keys>
      }
      caption={caption}
      numbers={numbers}
    >
      <MapPlot {...props} map={map} names={names} />
    </ChartFrame>
  )
}

interface PlotProps extends FactorMapProps {
  readonly map: MapPoints
  readonly names: Names
}

function MapPlot({ map, names, extent, centred = false, recommended, labelled, selected, ...props }: PlotProps) {
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const frame = useMemo<MapFrame>(() => ({ width, height, extent, centred }), [width, height, extent, centred])
  const pixels = useMemo(() => toPixels(map.points, frame), [map, frame])
  const pinned = indexOf(map, selected)
  const cursor = useMapCursor(map, pixels, pinned, [...recommended, ...labelled], props)
  const { active } = cursor
  const labels = useLabels(map, names, pixels, recommended, frame, [...recommended, ...labelled])
  // What is pointed at comes last, so that pointing moves no other name.
  const shown = [pinned, active].reduce<readonly MapLabel[]>(
    (all, index) => (index === undefined ? all : withLabel(labels.labelling, all, index)),
    labels.placed,
  )
  const tokens = useTokens()
  const scene = useMemo<MapScene>(
    () => ({ frame, ...map, marks: marksOf(map.items, labels.placed, recommended), tokens }),
    [frame, map, labels.placed, recommended, tokens],
  )
  const ray = rayOf(map, props, pinned, active)
  const { canvas, overlay } = useStage(scene)
  const strong = useMemo(() => new Set(recommended), [recommended])
  const words = (index: number) => pointWords(map, index, names, recommended, props.direction)
  return (
    <div ref={plot} className={styles.plot}>
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <MapOverlay
        svg={overlay}
        labels={shown}
        you={map.hasYou ? map.items + map.people : undefined}
        pinned={pinned}
        active={active}
        ray={ray}
        strong={strong}
      />
      <ChartCursor
        summary={mapSummary(map, recommended, names)}
        at={
          active === undefined
            ? undefined
            : { words: words(active), pinned: active === pinned, place: active + 1, of: pixels.length / 2 }
        }
        {...cursor.handlers}
      />
    </div>
  )
}

/** What is pointed at or walked to, as the number of its point. */
function useMapCursor(
  map: MapPoints,
  pixels: Float32Array,
  pinned: number | undefined,
  notable: readonly number[],
  { onPreview, onPin }: Pick<FactorMapProps, 'onPreview' | 'onPin'>,
) {
  const [last, setLast] = useState<number>()
  const active = last !== undefined && 2 * last < pixels.length ? last : undefined
  const reach = useMedia(coarsePointer) ? 22 : 14
  const look = (index: number | undefined) => {
    if (index === active) return
    setLast(index)
    onPreview(selectionAt(map, index))
  }
  const pin = (index: number | undefined) => onPin(selectionAt(map, index))
  const start = () => active ?? pinned ?? notable[0] ?? 0
  const onKey = (key: string) => {
    if (pixels.length === 0) return false
    if (isDirection(key)) look(active === undefined ? start() : (neighbour(pixels, active, key) ?? active))
    else if (key === 'PageDown' || key === 'PageUp') look(turn(notable, active, key === 'PageDown' ? 1 : -1) ?? start())
    else if (key === 'Home') look(notable[0] ?? 0)
    else if (key === 'Enter' || key === ' ') pin(start())
    else if (key === 'Escape' && (active !== undefined || pinned !== undefined)) {
      look(undefined)
      if (pinned !== undefined) onPin(undefined)
    } else return false
    return true
  }
  const handlers = {
    onPoint: (x: number, y: number) => look(nearestPoint(pixels, x, y, reach)),
    onTap: (x: number, y: number) => {
      const index = nearestPoint(pixels, x, y, reach)
      if (index !== undefined) pin(index)
      else if (pinned !== undefined) onPin(undefined)
    },
    onLeave: () => look(undefined),
    onFocus: () => pixels.length > 0 && look(start()),
    onKey,
  }
  return { active, handlers }
}

/** The next of a list after one of it, round and round; the first for what is not in it. */
function turn(list: readonly number[], from: number | undefined, by: number): number | undefined {
  const unique = [...new Set(list)]
  const at = from === undefined ? -1 : unique.indexOf(from)
  return at < 0 ? unique[0] : unique[(at + by + unique.length) % unique.length]
}

function useLabels(
  map: MapPoints,
  names: Names,
  pixels: Float32Array,
  recommended: readonly number[],
  { width, height }: MapFrame,
  wanted: readonly number[],
) {
  const { widthOf, fontSize } = useTextWidth()
  const labelling = useMemo(
    () => ({ map, names, pixels, recommended: new Set(recommended), width, height, widthOf, fontSize }),
    [map, names, pixels, recommended, width, height, widthOf, fontSize],
  )
  const key = wanted.join()
  const placed = useMemo(
    () => (width === 0 || key === '' ? [] : labelMap(labelling, key.split(',').map(Number))),
    [labelling, width, key],
  )
  return { labelling, placed }
}

/** The canvas and what lies over it, kept together while points glide. */
function useStage(scene: MapScene) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<SVGSVGElement>(null)
  const stage = useRef<MapStage>(null)
  const still = useMedia(reducedMotion)
  const moved = useEffectEvent((pixels: Float32Array) => follow(overlay.current!, pixels, scene.frame))
  useLayoutEffect(() => {
    const made = new MapStage(canvas.current!, moved)
    stage.current = made
    return () => made.end()
  }, [])
  useLayoutEffect(() => stage.current!.show(scene, !still))
  return { canvas, overlay }
}

function rayOf(
  map: MapPoints,
  { direction, directionIsYours }: Pick<FactorMapProps, 'direction' | 'directionIsYours'>,
  pinned: number | undefined,
  active: number | undefined,
): Ray | undefined {
  if (!direction) return undefined
  const through = directionIsYours ? (map.hasYou ? map.items + map.people : undefined) : pinned
  if (through === undefined) return undefined
  const measured = [active, pinned].find((index) => index !== undefined && index < map.items)
  return { through, yours: directionIsYours, measured }
}

function marksOf(items: number, labels: readonly MapLabel[], recommended: readonly number[]): ItemMark[] {
  const marks = new Array<ItemMark>(items).fill('plain')
  for (const { index } of labels) if (index < items) marks[index] = 'labelled'
  for (const item of recommended) marks[item] = 'recommended'
  return marks
}

function pointWords(
  map: MapPoints,
  index: number,
  names: Names,
  recommended: readonly number[],
  direction: Place | undefined,
): string {
  const name = nameAt(map, index, names)
  if (index >= map.items) return name
  const rank = recommended.indexOf(index)
  return [
    name,
    rank < 0 ? 'film' : `film, recommended as number ${rank + 1}`,
    direction && `${lengthAlong(map, index, direction).toFixed(2)} along the direction`,
  ]
    .filter(Boolean)
    .join(', ')
}

function numbersOf(map: MapPoints, names: Names) {
  const you = map.hasYou ? 1 : 0
  const row = (place: number) => {
    const index = you === 0 ? place : place === 0 ? map.items + map.people : place - 1
    const what = selectionAt(map, index)?.kind
    return [
      nameAt(map, index, names),
      what === undefined ? 'you' : what === 'item' ? 'film' : 'person',
      map.points[2 * index]!.toFixed(2),
      map.points[2 * index + 1]!.toFixed(2),
    ]
  }
  const length = map.items + map.people + you
  return { about: 'Where each point stands', columns: ['name', 'what', 'across', 'up'], length, row }
}
