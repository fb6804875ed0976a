/**
 * Powers and logarithms from + − × ÷ alone, so that every JavaScript engine returns the same bits.
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

/** 1 / n for odd n to 23: the terms of artanh. */
const odd = Float64Array.from({ length: 12 }, (_, k) => 1 / (2 * k + 1))

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

/** 2^x; whole powers are exact. 0 below -1022, Infinity from 1024. */
export function exp2(x: number): number {
  if (x < -1022) return 0
  if (x >= 1024) return Infinity
  const k = Math.floor(x)
  return exp((x - k) * LN2) * powerOfTwo(k)
}

/** e^x − 1, to the last digits where x is small, too. */
export function expm1(x: number): number {
  if (Math.abs(x) > LN2 / 2) return exp(x) - 1
  let sum = 0
  for (let n = 13; n >= 1; n--) sum = sum * x + factors[n]!
  return sum * x
}

/** base^exponent for a whole exponent from 0, by squaring. */
export function power(base: number, exponent: number): number {
  let result = 1
  for (let left = exponent, factor = base; left > 0; left = Math.floor(left / 2), factor *= factor)
    if (left % 2 === 1) result *= factor
  return result
}

export const square = (x: number): number => x * x

/** Natural logarithm of a positive normal number. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  const k = exponentOf(x)
  return logOfMantissa() + k * LN2_LOW + k * LN2_HIGH
}

/** Binary logarithm of a positive normal number, exact for powers of two. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  return exponentOf(x) + logOfMantissa() / LN2
}

/** log(1 + x), to the last digits where x is small, too (Goldberg 1991, theorem 4). */
export function log1p(x: number): number {
  const sum = 1 + x
  return sum === 1 || sum === Infinity ? x : (log(sum) * x) / (sum - 1)
}

let mantissa = 1

/** k, and leaves x / 2^k as the mantissa: from √½ to √2. */
function exponentOf(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  const k = ((high >>> 20) & 0x7ff) - 1023
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000)
  mantissa = bits.getFloat64(0)
  if (mantissa <= 1.4142135623730951) return k
  mantissa /= 2
  return k + 1
}

/** log m = 2 artanh((m − 1) / (m + 1)) */
function logOfMantissa(): number {
  const s = (mantissa - 1) / (mantissa + 1)
  const s2 = s * s
  let sum = 0
  for (let k = odd.length - 1; k >= 0; k--) sum = sum * s2 + odd[k]!
  return 2 * s * sum
}
