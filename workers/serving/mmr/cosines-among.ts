/**
 * The cosines of one of these items with all of them, worked out when first asked for and kept: as many numbers as there
 * are items in `among`, by their place in it. An item without a length is like nothing (0).
 *
 * @param vectors of all items: items × size, row-major
 */
export function cosinesAmong(
  vectors: Float64Array,
  size: number,
  among: ArrayLike<number>,
): (place: number) => Float64Array {
  const known = new Map<number, Float64Array>()
  const unit = unitRows(vectors, size, among)
  return (place) => {
    let cosines = known.get(place)
    if (!cosines) known.set(place, (cosines = productsWith(place, unit, size)))
    return cosines
  }
}

/** The rows of these items with length 1, one after another; filled up with zeros to a multiple of four. */
function unitRows(vectors: Float64Array, size: number, among: ArrayLike<number>): Float64Array {
  const width = widthOf(size)
  const rows = new Float64Array(among.length * width)
  for (let place = 0; place < among.length; place++) {
    const own = vectors.subarray(among[place]! * size, (among[place]! + 1) * size)
    let squares = 0
    for (let f = 0; f < size; f++) squares += own[f]! * own[f]!
    const length = Math.sqrt(squares)
    if (length > 0) for (let f = 0; f < size; f++) rows[place * width + f] = own[f]! / length
  }
  return rows
}

const widthOf = (size: number) => 4 * Math.max(1, Math.ceil(size / 4))

function productsWith(place: number, unit: Float64Array, size: number): Float64Array {
  const width = widthOf(size)
  const products = new Float64Array(unit.length / width)
  for (let other = 0; other < products.length; other++) {
    // Four sums, so that one product need not wait for the other.
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let f = 0, own = place * width, row = other * width; f < width; f += 4) {
      a += unit[own + f]! * unit[row + f]!
      b += unit[own + f + 1]! * unit[row + f + 1]!
      c += unit[own + f + 2]! * unit[row + f + 2]!
      d += unit[own + f + 3]! * unit[row + f + 3]!
    }
    products[other] = a + b + (c + d)
  }
  return products
}
