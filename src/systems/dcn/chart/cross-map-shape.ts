/** A cell of one layer's map. */
export interface CrossCell {
  readonly layer: number
  readonly row: number
  readonly column: number
}

/** Where the maps of all layers stand: side by side, in so many rows that their cells are largest. */
export interface CrossPlaces {
  /** side of a cell in pixels */
  readonly cell: number
  /** maps in one row */
  readonly across: number
  /** the names of rows end here, and the first map begins */
  readonly left: number
  /** upper left corner of a layer's map */
  readonly corner: (layer: number) => readonly [x: number, y: number]
}

export interface CrossRoom {
  readonly width: number
  readonly height: number
  readonly layers: number
  /** segments of the input: the side of a map in cells */
  readonly side: number
  /** room for the longest name beside a row of maps, and over a map for its own */
  readonly names: number
  readonly title: number
}

/** pixels between two maps */
export const betweenMaps = 14
const largestCell = 44

export function crossPlaces({ width, height, layers, side, names, title }: CrossRoom): CrossPlaces {
  let best = { cell: 0, across: 1 }
  for (let across = 1; across <= layers; across++) {
    const down = Math.ceil(layers / across)
    const wide = (width - names - (across - 1) * betweenMaps) / across / side
    const high = (height - down * title - (down - 1) * betweenMaps) / down / side
    const cell = Math.min(wide, high, largestCell)
    if (cell > best.cell) best = { cell, across }
  }
  const map = best.cell * side
  return {
    ...best,
    left: names,
    corner: (layer) => [
      names + (layer % best.across) * (map + betweenMaps),
      Math.floor(layer / best.across) * (map + title + betweenMaps) + title,
    ],
  }
}

/** The cell under a point, where there is one. */
export function cellAt(places: CrossPlaces, layers: number, side: number, x: number, y: number): CrossCell | undefined {
  for (let layer = 0; layer < layers; layer++) {
    const [left, top] = places.corner(layer)
    const [column, row] = [Math.floor((x - left) / places.cell), Math.floor((y - top) / places.cell)]
    if (row >= 0 && row < side && column >= 0 && column < side) return { layer, row, column }
  }
  return undefined
}

/** Arrow keys go from cell to cell and over into the next map, Page keys from layer to layer; undefined for other keys. */
export function cellAfter(key: string, from: CrossCell, layers: number, side: number): CrossCell | undefined {
  const { layer, row, column } = from
  const within = (value: number, size: number) => Math.min(Math.max(value, 0), size - 1)
  switch (key) {
    case 'ArrowUp':
      return { layer, row: within(row - 1, side), column }
    case 'ArrowDown':
      return { layer, row: within(row + 1, side), column }
    case 'ArrowLeft':
      return column === 0 && layer > 0
        ? { layer: layer - 1, row, column: side - 1 }
        : { layer, row, column: within(column - 1, side) }
    case 'ArrowRight':
      return column === side - 1 && layer < layers - 1
        ? { layer: layer + 1, row, column: 0 }
        : { layer, row, column: within(column + 1, side) }
    case 'PageUp':
      return { layer: within(layer - 1, layers), row, column }
    case 'PageDown':
      return { layer: within(layer + 1, layers), row, column }
    case 'Home':
      return { layer: 0, row: 0, column: 0 }
    case 'End':
      return { layer: layers - 1, row: side - 1, column: side - 1 }
    default:
      return undefined
  }
}
