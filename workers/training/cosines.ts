/**
 * The cosine of one item's vector with every other's, from the products of any two; the item itself and those without a
 * length are left out (-Infinity).
 */
export function cosinesOf(item: number, items: number, product: (a: number, b: number) => number): Float64Array {
  const own = product(item, item)
  return Float64Array.from({ length: items }, (_, other) => {
    const lengths = Math.sqrt(own * product(other, other))
    return other === item || lengths === 0 ? -Infinity : product(item, other) / lengths
  })
}

/** The product of two rows of a table [rows, width], row-major. */
export const rowProduct =
  (values: ArrayLike<number>, width: number) =>
  (a: number, b: number): number => {
    let sum = 0
    for (let d = 0; d < width; d++) sum += values[a * width + d]! * values[b * width + d]!
    return sum
  }
