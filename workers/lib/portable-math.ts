/**
 * exp and log from + − × ÷ alone, so that every JavaScript engine returns the same bits.
 * Relative error below 1e-15 (a test compares them with Math's).
 */

// ln 2 in two parts: the first ends in 21 zero bits, so that k × LN2_HIGH is exact.
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const LN2 = 0.6931471805599453
const bits = new DataView(new ArrayBuffer(8))

/** 1 / n! for n = 0 to 13: past that the terms of e^r, |r| <= ln(2) / 2, are below the last bit. */
const factors = new Float64Array(14)
for (let n = 0, factorial = 1; n < factors.length; factorial *= ++n) factors[n] = 1 / factorial

/** 2^k for integer k in [-1022, 1023], exact. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20)
  bits.setUint32(4, 0)
  return bits.getFloat64(0)
}

/** e^x; 0 below -700, Infinity above 709. */
export function exp(x: number): number {
  if (x < -700) return 0
  if (x > 709) return Infinity
  const k = Math.floor(x / LN2 + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let sum = 0
  for (let n = 13; n >= 0; n--) sum = sum * r + factors[n]!
  return sum * powerOfTwo(k)
}

/** Natural logarithm of a positive normal number. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  let k = ((high >>> 20) & 0x7ff) - 1023
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000)
  let m = bits.getFloat64(0)
  if (m > 1.4142135623730951) {
    m /= 2
    k += 1
  }
  // log m = 2 artanh((m - 1) / (m + 1))
  const s = (m - 1) / (m + 1)
  const s2 = s * s
  let sum = 0
  for (let n = 23; n >= 1; n -= 2) sum = sum * s2 + 1 / n
  return 2 * s * sum + k * LN2_LOW + k * LN2_HIGH
}
