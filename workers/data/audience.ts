import { exp, log } from '../lib/portable-math.ts'
import { random, seedFor, type Random } from '../lib/random.ts'
import { archetypes, genres } from './archetypes.ts'
import { circumstances, occasions, type Occasion } from './circumstances.ts'
import type { ContextField, Dataset, Interactions, Truth } from './dataset.ts'
import { films } from './films.ts'
import { toneVectors } from './tones.ts'

/**
 * The simulated audience. People choose films by genre, fame and occasion, and like what they chose mostly by tone:
 * so popularity predicts what is watched, and not what is liked, and what is liked can still be learned from ratings.
 * Only + − × ÷, square roots and our own exp and log are used, so that every engine makes the same people.
 */
export const audienceModel = {
  seed: 2026,
  people: 600,
  /** Dirichlet: how mixed people's tastes are; small is pure */
  mixing: 0.35,
  genreNoise: 0.12,
  toneNoise: 0.35,
  /** log-normal number of ratings a person */
  activity: { mean: 3.65, deviation: 0.75, least: 10, most: 240 },
  quality: { deviation: 0.35, fame: 0.4 },
  choice: { fame: 0.85, taste: 2.6, tone: 0.4, occasion: 1.4, moment: 1.5 },
  taste: { genre: 0.45, tone: 0.9 },
  rating: { base: 3.1, generosity: 0.3, taste: 0.85, occasion: 0.12, noise: 0.5 },
} as const

const day = 86_400
/** 1 July 2024, 00:00 UTC; two years follow */
const firstSecond = 1_719_792_000
const days = 730
const weeks = 105

/** 600 simulated people over the catalogue, their ratings, and what they truly like. The same in every engine. */
export function filmsDataset(): Dataset {
  const { interactions, truth } = simulateAudience()
  return {
    id: 'films@1',
    name: 'Films',
    simulated: true,
    items: films,
    interactions,
    scale: { low: 1, high: 5, step: 1 },
    provenance:
      'The films are real; the audience is simulated. 600 made-up people choose by genre, fame and occasion and rate by ' +
      'tone, quality and mood, so what each of them truly likes is known. Nobody’s real ratings are in it.',
    licence:
      'Facts about films are nobody’s property. Tones, fame, descriptions and the simulated ratings were made for this project: MIT licence.',
    truth,
  }
}

function simulateAudience(): { interactions: Interactions; truth: Truth } {
  const { seed, people } = audienceModel
  const genre = genreVectors()
  const tone = toneVectors(films)
  const { logFame, quality } = fameAndQuality(random(seedFor('fame', seed)))
  const matches = matchPeople(genre, tone, random(seedFor('people', seed)))
  const shelf = openShelf(genre, tone, random(seedFor('moments', seed)))

  const { choice, taste: tasteWeight, rating: stars } = audienceModel
  const from = random(seedFor('events', seed))
  const liking = new Float32Array(people * films.length)
  const events: Event[][] = []
  const weight = new Float64Array(films.length)
  const choiceMatch = standardised(matches.genre, matches.tone, 1, choice.tone)
  const taste = standardised(matches.genre, matches.tone, tasteWeight.genre, tasteWeight.tone)
  for (let person = 0; person < people; person++) {
    const row = person * films.length
    for (let i = 0; i < films.length; i++) {
      liking[row + i] = stars.taste * taste[row + i]! + quality[i]!
      weight[i] = exp(choice.fame * logFame[i]! + choice.taste * choiceMatch[row + i]!)
    }
    const generosity = stars.generosity * from.normal()
    events.push(
      occasionsOf(shelf, from).map((event) => {
        const film = takeOne(weight, shelf, event, from)
        weight[film] = 0
        const push = stars.occasion * shelf.pull[event.occasion * films.length + film]!
        const felt = stars.base + generosity + liking[row + film]! + push + stars.noise * from.normal()
        return { ...event, film, rating: Math.min(5, Math.max(1, Math.floor(felt + 0.5))) }
      }),
    )
  }
  return { interactions: gather(events, shelf), truth: { liking } }
}

/** films × genres, row-major, each of unit length. Common genres (every second film is a drama) say less and weigh less. */
function genreVectors(): Float64Array {
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
function fameAndQuality(from: Random): { logFame: Float64Array; quality: Float64Array } {
  const { quality: model } = audienceModel
  const grade = Float64Array.from(films, (film) => film.fame)
  standardise(grade)
  const own = Math.sqrt(1 - model.fame * model.fame)
  const quality = grade.map((g) => model.deviation * (model.fame * g + own * from.normal()))
  const order = films.map((film, i) => ({ i, key: film.fame + 0.999 * from.uniform() })).sort((a, b) => b.key - a.key)
  const logFame = new Float64Array(films.length)
  order.forEach(({ i }, rank) => (logFame[i] = -log(rank + 1)))
  standardise(logFame)
  return { logFame, quality }
}

/** people × films: how well the genres and the tones of each film suit each person; both standardised over all pairs. */
function matchPeople(genre: Float64Array, tone: Float64Array, from: Random) {
  const { people, mixing, genreNoise, toneNoise } = audienceModel
  const planted = archetypes.map((archetype) => ({
    genre: scaleToUnit(Float64Array.from(genres, (g) => archetype.genres[g] ?? 0)),
    tone: scaleToUnit(Float64Array.from(archetype.tone)),
  }))
  const genreMatch = new Float64Array(people * films.length)
  const toneMatch = new Float64Array(people * films.length)
  for (let person = 0; person < people; person++) {
    const likesGenre = Float64Array.from(genres, () => genreNoise * from.normal())
    const likesTone = Float64Array.from([0, 1], () => toneNoise * from.normal())
    dirichlet(planted.length, mixing, from).forEach((share, a) => {
      addScaled(likesGenre, planted[a]!.genre, share)
      addScaled(likesTone, planted[a]!.tone, share)
    })
    for (let i = 0; i < films.length; i++) {
      genreMatch[person * films.length + i] = dot(likesGenre, genre, i)
      toneMatch[person * films.length + i] = dot(likesTone, tone, i)
    }
  }
  standardise(genreMatch)
  standardise(toneMatch)
  return { genre: genreMatch, tone: toneMatch }
}

/** What the occasion and the week do to the choice. */
interface Shelf {
  readonly occasions: readonly Occasion[]
  /** running total of the occasions' chances */
  readonly until: Float64Array
  /** occasions × films: the pull, standardised, free of each film's own mean */
  readonly pull: Float64Array
  /** occasions × films: the same as a factor of the odds */
  readonly odds: Float64Array
  /** weeks × films: a film's odds rise when it is talked about, and fall again over some weeks */
  readonly moment: Float64Array
}

function openShelf(genre: Float64Array, tone: Float64Array, from: Random): Shelf {
  const all = occasions()
  let total = 0
  const until = Float64Array.from(all, ({ chance }) => (total += chance))
  const pull = new Float64Array(all.length * films.length)
  const values = circumstances.map((field) => field.values.map(({ pull }) => filmPull(pull, field.weight, genre, tone)))
  all.forEach(({ codes }, o) => {
    const row = pull.subarray(o * films.length, (o + 1) * films.length)
    codes.forEach((code, field) => addScaled(row, values[field]![code]!, 1))
  })
  for (let i = 0; i < films.length; i++) {
    let mean = 0
    all.forEach(({ chance }, o) => (mean += chance * pull[o * films.length + i]!))
    for (let o = 0; o < all.length; o++) pull[o * films.length + i]! -= mean
  }
  standardise(pull)
  const odds = pull.map((x) => exp(audienceModel.choice.occasion * x))

  const moment = new Float64Array(weeks * films.length)
  for (let i = 0; i < films.length; i++) {
    const peak = weeks * from.uniform()
    for (let w = 0; w < weeks; w++) {
      const since = (w - peak) / 8
      moment[w * films.length + i] = 1 + audienceModel.choice.moment / (1 + since * since)
    }
  }
  return { occasions: all, until, pull, odds, moment }
}

function filmPull(
  pull: (typeof circumstances)[number]['values'][number]['pull'],
  weight: number,
  genre: Float64Array,
  tone: Float64Array,
): Float64Array {
  const direction = scaleToUnit(Float64Array.from([...genres.map((g) => pull.genres[g] ?? 0), ...pull.tone]))
  const ofGenre = direction.subarray(0, genres.length)
  const ofTone = direction.subarray(genres.length)
  return Float64Array.from(films, (_, i) => weight * (dot(ofGenre, genre, i) + dot(ofTone, tone, i)))
}

interface Visit {
  /** seconds since 1970 */
  readonly time: number
  readonly occasion: number
}

interface Event extends Visit {
  readonly film: number
  readonly rating: number
}

/** When and in what circumstances one person watches, in order of time. They arrive at some point and slowly tire. */
function occasionsOf(shelf: Shelf, from: Random): Visit[] {
  const { mean, deviation, least, most } = audienceModel.activity
  const count = Math.min(most, Math.max(least, Math.floor(exp(mean + deviation * from.normal()))))
  const arrival = Math.floor(0.8 * days * from.uniform())
  const stay = (days - arrival) * (0.3 + 0.7 * from.uniform())
  const visits = Array.from({ length: count }, () => {
    const u = from.uniform()
    const date = Math.min(days - 1, arrival + Math.floor(stay * u * (0.5 + 0.5 * u)))
    const occasion = firstAbove(shelf.until, from.uniform() * shelf.until[shelf.until.length - 1]!)
    // morning 6–12, afternoon 12–18, evening 18–24, night 0–6
    const quarter = (shelf.occasions[occasion]!.codes[0] + 1) % 4
    return { time: firstSecond + date * day + quarter * (day / 4) + from.integer(day / 4), occasion }
  })
  return visits.sort((a, b) => a.time - b.time || a.occasion - b.occasion)
}

const running = new Float64Array(films.length)

/** A film drawn by its odds for this person, occasion and week. */
function takeOne(weight: Float64Array, shelf: Shelf, visit: Visit, from: Random): number {
  const odds = visit.occasion * films.length
  const week = Math.floor((visit.time - firstSecond) / (7 * day)) * films.length
  let total = 0
  for (let i = 0; i < films.length; i++) {
    total += weight[i]! * shelf.odds[odds + i]! * shelf.moment[week + i]!
    running[i] = total
  }
  return firstAbove(running, from.uniform() * total)
}

/** The smallest index whose running total exceeds `x`. */
function firstAbove(running: Float64Array, x: number): number {
  let low = 0
  let high = running.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (running[middle]! > x) high = middle
    else low = middle + 1
  }
  return low
}

/** Events by person as one set of interactions, films ascending. */
function gather(events: readonly Event[][], shelf: Shelf): Interactions {
  const rows = events.length
  const start = new Uint32Array(rows + 1)
  events.forEach((own, person) => (start[person + 1] = start[person]! + own.length))
  const all = events.flatMap((own) => own.toSorted((a, b) => a.film - b.film))
  const context = circumstances.map(({ id, values }, field): ContextField => ({
    id,
    values: values.map(({ name }) => name),
    code: Uint8Array.from(all, ({ occasion }) => shelf.occasions[occasion]!.codes[field]!),
  }))
  return {
    ratings: {
      rows,
      columns: films.length,
      start,
      column: Uint32Array.from(all, ({ film }) => film),
      value: Float32Array.from(all, ({ rating }) => rating),
    },
    time: Float64Array.from(all, ({ time }) => time),
    context,
  }
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

/** The sum of two weighted matrices, standardised over all pairs. */
function standardised(a: Float64Array, b: Float64Array, ofA: number, ofB: number): Float64Array {
  const sum = a.map((x, k) => ofA * x + ofB * b[k]!)
  standardise(sum)
  return sum
}

/** To mean 0 and deviation 1, in place. */
function standardise(values: Float64Array) {
  let sum = 0
  for (const x of values) sum += x
  const mean = sum / values.length
  let squares = 0
  for (const x of values) squares += (x - mean) * (x - mean)
  const deviation = Math.sqrt(squares / values.length)
  for (let k = 0; k < values.length; k++) values[k] = (values[k]! - mean) / deviation
}

function scaleToUnit(vector: Float64Array): Float64Array {
  let squares = 0
  for (const x of vector) squares += x * x
  const length = Math.sqrt(squares)
  for (let k = 0; k < vector.length; k++) vector[k]! /= length
  return vector
}

function addScaled(to: Float64Array, vector: Float64Array, by: number) {
  for (let k = 0; k < to.length; k++) to[k]! += by * vector[k]!
}

/** The product of a vector with row i of a matrix as wide. */
function dot(vector: Float64Array, matrix: Float64Array, i: number): number {
  let sum = 0
  for (let k = 0; k < vector.length; k++) sum += vector[k]! * matrix[i * vector.length + k]!
  return sum
}
