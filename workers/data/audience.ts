import { exp } from '../lib/portable-math.ts'
import { random, seedFor, type Random } from '../lib/random.ts'
import { archetypes } from './audience-archetypes.ts'
import { audienceModel } from './audience-model.ts'
import { audienceContext } from './audience-context.ts'
import type { Dataset, Interactions } from './dataset.ts'
import { films } from './films.ts'
import { fameAndQuality, genreVectors, plantTastes, type Tastes } from './audience-tastes.ts'
import { toneVectors } from './tones.ts'
import { standardisedSum } from './audience-vectors.ts'
import { drawVisits, openShelf, takeOne, type Shelf } from './audience-viewing.ts'

/**
 * 600 simulated people over the catalogue, their ratings, and what they truly like. People choose films by genre, fame
 * and occasion, and like what they chose mostly by tone: so popularity predicts what is watched and not what is liked,
 * and what is liked can still be learned from ratings. Only + − × ÷, square roots and our own exp and log are used, so
 * that every engine makes the same people.
 */
export function filmsDataset(): Dataset {
  const { seed } = audienceModel
  const filmGenres = genreVectors()
  const filmTones = toneVectors(films)
  const { logFame, quality } = fameAndQuality(random(seedFor('fame', seed)))
  const tastes = plantTastes(filmGenres, filmTones, random(seedFor('people', seed)))
  const shelf = openShelf(filmGenres, filmTones, random(seedFor('moments', seed)))
  const liking = trueLiking(tastes, quality)
  const events = watch(tastes, liking, logFame, shelf, random(seedFor('events', seed)))
  return {
    id: 'films@1',
    name: 'Films',
    simulated: true,
    items: films,
    interactions: gather(events, shelf),
    scale: { low: 1, high: 5, step: 1 },
    provenance:
      'The films are real; the audience is simulated. 600 made-up people choose by genre, fame and occasion and rate by ' +
      'tone, quality and mood, so what each of them truly likes is known. Nobody’s real ratings are in it.',
    licence:
      'The films’ facts belong to nobody. Their tones and descriptions and the simulated ratings were made for this ' +
      'project: MIT licence.',
    truth: { liking },
  }
}

/** Twelve films that nearly everybody knows and that part the planted tastes: to rate first. Indices into `films`. */
export const starterFilms: readonly number[] = [
  'Toy Story',
  'The Godfather',
  'Amélie',
  'Alien',
  'When Harry Met Sally...',
  'Terminator 2: Judgment Day',
  'Spirited Away',
  'The Shining',
  'Pulp Fiction',
  'Brokeback Mountain',
  'Blade Runner',
  'The Good, the Bad and the Ugly',
].map((title) => films.findIndex((film) => film.title === title))

/**
 * Who stands in for a visitor that has rated nothing: Person 97, a row of the ratings. Twenty-two ratings to learn from,
 * from one star to five, of films that are known well; what they liked and is held out, several systems find.
 */
export const examplePerson = 96

/** people: the index of the archetype that each simulated person is mostly made of. */
export function mainArchetypes(): Uint8Array {
  const { shares } = plantTastes(genreVectors(), toneVectors(films), random(seedFor('people', audienceModel.seed)))
  const width = archetypes.length
  return Uint8Array.from({ length: audienceModel.people }, (_, person) => {
    const own = shares.subarray(person * width, (person + 1) * width)
    return own.indexOf(Math.max(...own))
  })
}

/** people × films, in stars above or below average. */
function trueLiking(tastes: Tastes, quality: Float64Array): Float32Array {
  const { taste: weights, rating } = audienceModel
  const taste = standardisedSum(tastes.genre, weights.genre, tastes.tone, weights.tone)
  const liking = new Float32Array(taste.length)
  for (let k = 0; k < liking.length; k++) liking[k] = rating.taste * taste[k]! + quality[k % films.length]!
  return liking
}

interface Event {
  readonly film: number
  readonly rating: number
  readonly time: number
  readonly occasion: number
}

/** What everybody watched, film by film in order of time, never the same twice, and the stars they gave. */
function watch(tastes: Tastes, liking: Float32Array, logFame: Float64Array, shelf: Shelf, from: Random): Event[][] {
  const { people, choice, rating: stars } = audienceModel
  const match = standardisedSum(tastes.genre, 1, tastes.tone, choice.tone)
  const odds = new Float64Array(films.length)
  const everybody: Event[][] = []
  for (let person = 0; person < people; person++) {
    const row = person * films.length
    for (let i = 0; i < odds.length; i++) odds[i] = exp(choice.fame * logFame[i]! + choice.taste * match[row + i]!)
    const generosity = stars.generosity * from.normal()
    const own: Event[] = []
    for (const visit of drawVisits(shelf, from)) {
      const film = takeOne(odds, shelf, visit, from)
      odds[film] = 0
      const mood = stars.occasion * shelf.pull[visit.occasion * films.length + film]! + stars.noise * from.normal()
      const felt = stars.base + generosity + liking[row + film]! + mood
      const rating = Math.min(5, Math.max(1, Math.floor(felt + 0.5)))
      own.push({ film, rating, time: visit.time, occasion: visit.occasion })
    }
    everybody.push(own.sort((a, b) => a.film - b.film))
  }
  return everybody
}

/** Everybody's events, films ascending within a person, as one set of interactions. */
function gather(everybody: readonly (readonly Event[])[], shelf: Shelf): Interactions {
  const rows = everybody.length
  const start = new Uint32Array(rows + 1)
  everybody.forEach((own, person) => (start[person + 1] = start[person]! + own.length))
  const column = new Uint32Array(start[rows]!)
  const value = new Float32Array(column.length)
  const time = new Float64Array(column.length)
  const context = audienceContext.map(({ id, values }) => ({
    id,
    values: values.map(({ name }) => name),
    code: new Uint8Array(column.length),
  }))
  let entry = 0
  for (const own of everybody) {
    for (const event of own) {
      column[entry] = event.film
      value[entry] = event.rating
      time[entry] = event.time
      const { codes } = shelf.occasions[event.occasion]!
      for (let field = 0; field < codes.length; field++) context[field]!.code[entry] = codes[field]!
      entry++
    }
  }
  return { ratings: { rows, columns: films.length, start, column, value }, time, context }
}
