import { boxOf, overlaps, placeLabels, type Placed, type Room } from '../../../charts/label-placement.ts'
import { itemRadius, youRadius } from './map-painter.ts'
import { nameAt, type MapPoints, type Names } from './map-words.ts'
import { shortTitle } from '../../../format/short-title.ts'
import type { TextWidth } from '../../../charts/text-width.ts'

/** A name on the map: the point it belongs to, and its text's start and baseline from there. */
export interface MapLabel {
  readonly index: number
  readonly text: string
  readonly dx: number
  readonly dy: number
}

export interface MapLabelling {
  readonly map: MapPoints
  /** where the points belong, in pixels */
  readonly pixels: Float32Array
  readonly recommended: ReadonlySet<number>
  readonly names: Names
  readonly widthOf: TextWidth
  readonly fontSize: number
  readonly width: number
  readonly height: number
}

const longest = 28
/** Pixels of map for one name: fewer names where there is less room. */
const areaOfName = 13_000

/** Names for you and the points in `wanted` (most important first) as far as there is room. */
export function labelMap(labelling: MapLabelling, wanted: readonly number[]): MapLabel[] {
  const { map, width, height } = labelling
  const you = map.hasYou ? [map.items + map.people] : []
  const order = [...new Set([...you, ...wanted])]
  const most = you.length + Math.min(Math.max(Math.floor((width * height) / areaOfName), 4), 22)
  // The mark of a name that may find no place is small: only what is sure to stand there keeps others off.
  const sure = order.filter((index) => index >= map.items || labelling.recommended.has(index))
  const taken = sure.map((index) => markBox(labelling, index))
  return place(labelling, order, { taken, most }).map((placed) => labelOf(labelling, order, placed))
}

/**
 * The labels with one more, for what is pointed at: in a free place if there is one, or else over others, which make
 * way.
 */
export function withLabel(labelling: MapLabelling, labels: readonly MapLabel[], index: number): readonly MapLabel[] {
  if (labels.some((label) => label.index === index)) return labels
  const boxes = labels.map((label) => boxOfLabel(labelling, label))
  const [free] = place(labelling, [index], { taken: boxes, most: 1 })
  const [placed] = free ? [free] : place(labelling, [index], { taken: [], most: 1 })
  if (!placed) return labels
  const kept = labels.filter((_, i) => !overlaps(boxes[i]!, placed.box))
  return [...kept, labelOf(labelling, [index], placed)]
}

function place(labelling: MapLabelling, order: readonly number[], room: Pick<Room, 'taken' | 'most'>): Placed[] {
  const { pixels, width, height, fontSize } = labelling
  const wanted = order.map((index) => ({
    x: pixels[2 * index]!,
    y: pixels[2 * index + 1]!,
    radius: radiusAt(labelling, index),
    width: widthAt(labelling, index),
  }))
  return placeLabels(wanted, { ...room, width, height, line: lineOf(fontSize), crowd: pixels })
}

function labelOf(labelling: MapLabelling, order: readonly number[], { index, dx, dy }: Placed): MapLabel {
  return { index: order[index]!, text: textAt(labelling, order[index]!), dx, dy }
}

/** The height of a line, with a pixel of air. */
function lineOf(fontSize: number): number {
  return fontSize * 1.3
}

function textAt({ map, names }: MapLabelling, index: number): string {
  return shortTitle(nameAt(map, index, names), longest)
}

/** As wide as it can become: bold when it is pointed at. */
function widthAt(labelling: MapLabelling, index: number): number {
  return labelling.widthOf(textAt(labelling, index), 650) + 2
}

function radiusAt({ map, recommended }: MapLabelling, index: number): number {
  if (index < map.items) return itemRadius[recommended.has(index) ? 'recommended' : 'labelled']
  return index < map.items + map.people ? 2 : youRadius
}

function markBox(labelling: MapLabelling, index: number) {
  const { pixels } = labelling
  return boxOf(pixels[2 * index]!, pixels[2 * index + 1]!, radiusAt(labelling, index))
}

function boxOfLabel(labelling: MapLabelling, { index, dx, dy }: MapLabel) {
  const left = labelling.pixels[2 * index]! + dx
  const baseline = labelling.pixels[2 * index + 1]! + dy
  const line = lineOf(labelling.fontSize)
  return { left, right: left + widthAt(labelling, index), top: baseline - line * 0.76, bottom: baseline + line * 0.24 }
}
