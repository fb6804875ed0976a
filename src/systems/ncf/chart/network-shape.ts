/** One column of units: an embedding, or what a layer makes of the one before. */
export interface NetworkColumn {
  readonly id: string
  /** what stands above it */
  readonly title: string
  /** what it is, in words */
  readonly about: string
  readonly lane: 'above' | 'below'
  readonly mark?: 'person' | 'you' | 'film'
  readonly values: Float32Array
  /** the largest amounts that come in from the column before, in threes: from, to, amount */
  readonly links?: Float32Array
}

export interface PlacedColumn extends NetworkColumn {
  readonly x: number
  readonly y: number
  readonly width: number
  /** height of a unit */
  readonly unit: number
}

/** A unit this far from 0, or farther, has the full colour: fixed, so that one sees the network grow. */
export const fullColour = 1

/** Links need room to be seen between two columns, and columns room to be touched. */
const betweenAt = (width: number) => (width < 420 ? 14 : 26)
const heading = 18

/**
 * Columns side by side, a lane above the other; those of a lane are centred on one another, and both lanes share one
 * height of a unit.
 *
 * @param width of the whole picture, in px
 * @param height of the whole picture, in px
 */
export function placeColumns(columns: readonly NetworkColumn[], width: number, height: number): PlacedColumn[] {
  const lanes = (['above', 'below'] as const)
    .map((lane) => columns.filter((column) => column.lane === lane))
    .filter((lane) => lane.length > 0)
  const tallest = lanes.map((lane) => Math.max(...lane.map(({ values }) => values.length)))
  const units = tallest.reduce((sum, length) => sum + length, 0)
  const unit = Math.max(1, (height - lanes.length * heading - (lanes.length - 1) * 8) / Math.max(1, units))
  const between = betweenAt(width)
  let top = 0
  return lanes.flatMap((lane, place) => {
    const laneTop = top + heading
    const laneHeight = tallest[place]! * unit
    top = laneTop + laneHeight + 8
    const most = Math.max(...lanes.map((each) => each.length))
    const room = (width - (most - 1) * between) / most
    return lane.map((column, at) => ({
      ...column,
      x: at * (room + between),
      y: laneTop + (laneHeight - column.values.length * unit) / 2,
      width: room,
      unit,
    }))
  })
}

/** The unit of a column at a height of the picture; undefined beside it. */
export function unitAt({ y, unit, values }: PlacedColumn, at: number): number | undefined {
  const place = Math.floor((at - y) / unit)
  return place >= 0 && place < values.length ? place : undefined
}

/** "12 of 64 units active, largest 0.84 at unit 13". */
export function columnInWords(values: Float32Array): string {
  let [active, largest] = [0, 0]
  values.forEach((value, unit) => {
    if (value !== 0) active++
    if (Math.abs(value) > Math.abs(values[largest] ?? 0)) largest = unit
  })
  const at = values.length === 0 ? '' : `, largest ${signed(values[largest]!)} at unit ${largest + 1}`
  return `${active} of ${values.length} units not zero${at}`
}

export const signed = (value: number) => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−')
