import { log } from './portable-math.ts'

/** A seeded generator: the same seed gives the same numbers in every engine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** Uniform integer in [0, n). */
  integer(n: number): number
  /** Standard normal. */
  normal(): number
  /** The generator's whole state, four words; hand it back to `randomFromState` to go on. */
  state(): Uint32Array
}

/** sfc32 (Doty-Humphrey, PractRand), seeded by splitmix32 so that near seeds give unrelated streams. */
export function random(seed: number): Random {
  let s = seed >>> 0
  const split = () => {
    s = (s + 0x9e3779b9) >>> 0
    let z = s
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  return randomFromState(Uint32Array.of(split(), split(), split(), 1))
}

/** A generator that goes on from a `state()`. */
export function randomFromState(state: Uint32Array): Random {
  // signed words: engines keep those as they are, and store unsigned ones as floating-point numbers
  let [a, b, c, d] = new Int32Array(state) as unknown as [number, number, number, number]
  const word = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  const uniform = () => word() / 4294967296
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal() {
      // Marsaglia's polar method: only log and sqrt. The second value is dropped so that the state stays four words.
      for (;;) {
        const u = 2 * uniform() - 1
        const v = 2 * uniform() - 1
        const q = u * u + v * v
        if (q > 0 && q < 1) return u * Math.sqrt((-2 * log(q)) / q)
      }
    },
    state: () => Uint32Array.of(a, b, c, d),
  }
}

/** A seed for one purpose, unrelated to the others made from the same seed (FNV-1a over the name). */
export function seedFor(purpose: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Shuffles in place (Fisher–Yates). */
export function shuffle(values: Uint32Array, from: Random): Uint32Array {
  for (let i = values.length - 1; i > 0; i--) {
    const j = from.integer(i + 1)
    const swap = values[i]!
    values[i] = values[j]!
    values[j] = swap
  }
  return values
}
