import { exp, log } from '../lib/portable-math.ts'
import type { Random } from '../lib/random.ts'
import { archetypes, genres } from './audience-archetypes.ts'
import { audienceModel } from './audience-model.ts'
import { films } from './films.ts'
import { addScaled, dotRow, scaleToUnit, standardise } from './audience-vectors.ts'

/** films × genres, row-major, each of unit length. Common genres (every second film is a drama) say less and weigh less. */
export function genreVectors(): Float64Array {
  const count = genres.map((genre) => films.filter((film) => film.genres.includes(genre)).length)
  const vectors = new Float64Array(films.length * genres.length)
  films.forEach((film, i) => {
    const row = vectors.subarray(i * genres.length, (i + 1) * genres.length)
    for (const name of film.genres) {
      const g = (genres as readonly string[]).indexOf(name)
      if (g < 0) throw new RangeError(`${film.title}: there is no genre ${name}`)
      row[g] = 1 / Math.sqrt(1 + count[g]! / 60)
    }
    scaleToUnit(row)
  })
  return vectors
}

/** Fame by rank (the catalogue's five grades, order inside a grade drawn), and quality that leans a little on it. */
export function fameAndQuality(from: Random): { logFame: Float64Array; quality: Float64Array } {
  const { quality: model } = audienceModel
  const grade = standardise(Float64Array.from(films, (film) => film.fame))
  const own = Math.sqrt(1 - model.fame * model.fame)
  const quality = grade.map((g) => model.deviation * (model.fame * g + own * from.normal()))
  const order = films.map((film, i) => ({ i, key: film.fame + 0.999 * from.uniform() })).sort((a, b) => b.key - a.key)
  const logFame = new Float64Array(films.length)
  order.forEach(({ i }, rank) => (logFame[i] = -log(rank + 1 + audienceModel.flattening)))
  return { logFame: standardise(logFame), quality }
}

/** Everyone's planted taste. */
export interface Tastes {
  /** people × archetypes: how much of each everyone is; a row adds up to 1 */
  readonly shares: Float64Array
  /** people × films: how well the genres suit, standardised over all pairs */
  readonly genre: Float64Array
  /** people × films: how well the tones suit, standardised over all pairs */
  readonly tone: Float64Array
}

/** Mixes archetypes, with noise, into people. `filmGenres` and `filmTones` are films × genres and films × 2. */
export function plantTastes(filmGenres: Float64Array, filmTones: Float64Array, from: Random): Tastes {
  const { people, mixing, genreNoise, toneNoise } = audienceModel
  const planted = archetypes.map((archetype) => ({
    genre: scaleToUnit(Float64Array.from(genres, (g) => archetype.genres[g] ?? 0)),
    tone: scaleToUnit(Float64Array.from(archetype.tone)),
  }))
  const shares = new Float64Array(people * planted.length)
  const genre = new Float64Array(people * films.length)
  const tone = new Float64Array(people * films.length)
  for (let person = 0; person < people; person++) {
    const likesGenre = Float64Array.from(genres, () => genreNoise * from.normal())
    const likesTone = Float64Array.from([0, 1], () => toneNoise * from.normal())
    dirichlet(planted.length, mixing, from).forEach((share, a) => {
      shares[person * planted.length + a] = share
      addScaled(likesGenre, planted[a]!.genre, share)
      addScaled(likesTone, planted[a]!.tone, share)
    })
    for (let i = 0; i < films.length; i++) {
      genre[person * films.length + i] = dotRow(likesGenre, filmGenres, i)
      tone[person * films.length + i] = dotRow(likesTone, filmTones, i)
    }
  }
  return { shares, genre: standardise(genre), tone: standardise(tone) }
}

/** Shares that add up to 1, from Dirichlet(alpha, …, alpha). */
function dirichlet(n: number, alpha: number, from: Random): Float64Array {
  const shares = Float64Array.from({ length: n }, () => gamma(alpha, from))
  let total = 0
  for (const share of shares) total += share
  return shares.map((share) => share / total)
}

/** Gamma(shape < 1, 1): Marsaglia and Tsang (2000), with their boost for small shapes. */
function gamma(shape: number, from: Random): number {
  const d = shape + 1 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = from.normal()
    const v = (1 + c * x) * (1 + c * x) * (1 + c * x)
    if (v <= 0 || log(1 - from.uniform()) >= 0.5 * x * x + d - d * v + d * log(v)) continue
    return d * v * exp(log(1 - from.uniform()) / shape)
  }
}
