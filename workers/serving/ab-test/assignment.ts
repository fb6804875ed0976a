export type ArmName = 'a' | 'b'

/** So many buckets: a split can be as fine as a hundredth of a percent. */
export const buckets = 10_000

/** FNV-1a, 32 bits (Fowler, Noll and Vo), over the UTF-8 bytes of a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/**
 * The finaliser of MurmurHash3 (Appleby): every bit of the hash depends on every other. Without it names that differ in
 * their last letters stay together, and two experiments part people in much the same way.
 */
export function fmix32(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Somebody's bucket in an experiment, from 0 to 9,999: the same for ever, and unrelated from one experiment to another. */
export function bucketOf(experiment: string, user: string): number {
  return fmix32(fnv1a(`${experiment}:${user}`)) % buckets
}

/** How many of the buckets are arm a's, at its share of the people. Throws RangeError where that is none from 0 to 1. */
export function bucketsOfA(split: number): number {
  if (!(split >= 0 && split <= 1)) throw new RangeError(`split must be a number from 0 to 1, got ${split}`)
  return Math.round(split * buckets)
}

export function armOf(experiment: string, user: string, split: number): ArmName {
  return bucketOf(experiment, user) < bucketsOfA(split) ? 'a' : 'b'
}
