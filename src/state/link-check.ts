export const linkDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The largest prime below 64³, and a primitive root of it. */
const prime = 262_139
const root = 4099

/**
 * Three digits that hold for a text: a polynomial over its UTF-16 units modulo a prime. Any one unit changed, and any
 * two exchanged, give others, always; of all other damage, one in 262,139 gives the same.
 */
export function checkOf(text: string): string {
  let sum = 0
  for (let k = 0; k < text.length; k++) sum = (sum * root + text.charCodeAt(k) + 1) % prime
  return inDigits(sum, 3)
}

/** A whole number in base 64, most significant digit first. */
export function inDigits(value: number, width: number): string {
  let text = ''
  for (let rest = value; text.length < width; rest = Math.floor(rest / 64)) text = linkDigits[rest % 64]! + text
  return text
}

/** The inverse of inDigits, for text of these digits alone. */
export function fromDigits(text: string): number {
  let value = 0
  for (const digit of text) value = value * 64 + linkDigits.indexOf(digit)
  return value
}
