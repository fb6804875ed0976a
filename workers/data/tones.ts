import type { Film } from './films.ts'

/**
 * Where each tone stands on two axes: light (+1) to dark (-1), and lively (+1) to contemplative (-1).
 * A judgement, made once for this project; the simulated audience likes films by it.
 */
const toneAxes: Readonly<Record<string, readonly [light: number, lively: number]>> = {
  funny: [1, 0.5],
  playful: [0.9, 0.6],
  warm: [0.9, -0.3],
  hopeful: [0.8, 0.1],
  whimsical: [0.8, 0.2],
  romantic: [0.6, -0.3],
  nostalgic: [0.4, -0.4],
  offbeat: [0.3, 0.3],
  spectacular: [0.2, 0.9],
  thrilling: [0, 1],
  epic: [-0.1, 0.4],
  satirical: [0, 0.4],
  dreamlike: [0, -0.7],
  meditative: [0, -1],
  slow: [-0.1, -1],
  intimate: [0.1, -0.7],
  cerebral: [-0.3, -0.5],
  melancholy: [-0.4, -0.7],
  tense: [-0.5, 0.6],
  haunting: [-0.7, -0.4],
  unsettling: [-0.9, 0],
  violent: [-0.8, 0.7],
  dark: [-1, 0.1],
  bleak: [-1, -0.4],
}

/** films × 2, row-major: the mean of each film's tones, each axis then standardised over the films. */
export function toneVectors(films: readonly Pick<Film, 'title' | 'tones'>[]): Float64Array {
  const vectors = new Float64Array(films.length * 2)
  films.forEach((film, i) => {
    for (const tone of film.tones) {
      const axes = toneAxes[tone]
      if (!axes) throw new RangeError(`${film.title}: there is no tone ${tone}`)
      vectors[2 * i]! += axes[0] / film.tones.length
      vectors[2 * i + 1]! += axes[1] / film.tones.length
    }
  })
  for (const axis of [0, 1]) {
    let sum = 0
    let squares = 0
    for (let i = axis; i < vectors.length; i += 2) sum += vectors[i]!
    const mean = sum / films.length
    for (let i = axis; i < vectors.length; i += 2) squares += (vectors[i]! - mean) * (vectors[i]! - mean)
    const deviation = Math.sqrt(squares / films.length)
    for (let i = axis; i < vectors.length; i += 2) vectors[i] = (vectors[i]! - mean) / deviation
  }
  return vectors
}
