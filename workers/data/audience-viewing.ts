import { exp } from '../lib/portable-math.ts'
import type { Random } from '../lib/random.ts'
import { genres } from './audience-archetypes.ts'
import { audienceModel, calendar } from './audience-model.ts'
import { audienceContext, audienceContexts, type AudienceContext, type Pull } from './audience-context.ts'
import { films } from './films.ts'
import { addScaled, dotRow, firstAbove, scaleToUnit, standardise } from './audience-vectors.ts'

/** What the occasion and the week do to the choice. */
export interface Shelf {
  readonly occasions: readonly AudienceContext[]
  /** running total of the occasions' chances */
  readonly until: Float64Array
  /** occasions × films: the pull, standardised, free of each film's own mean */
  readonly pull: Float64Array
  /** occasions × films: the same as a factor of the odds */
  readonly odds: Float64Array
  /** weeks × films: a film's odds rise when it is talked about, and fall again over some weeks */
  readonly moment: Float64Array
}

/** The shelf for films with these genres (films × genres) and tones (films × 2); `from` draws each film's moment. */
export function openShelf(filmGenres: Float64Array, filmTones: Float64Array, from: Random): Shelf {
  const all = audienceContexts()
  let total = 0
  const until = Float64Array.from(all, ({ chance }) => (total += chance))
  const pull = pulls(all, filmGenres, filmTones)
  const odds = new Float64Array(pull.length)
  for (let k = 0; k < odds.length; k++) odds[k] = exp(audienceModel.choice.occasion * pull[k]!)
  return { occasions: all, until, pull, odds, moment: moments(from) }
}

function pulls(all: readonly AudienceContext[], filmGenres: Float64Array, filmTones: Float64Array): Float64Array {
  const values = audienceContext.map((field) =>
    field.values.map((value) => filmPull(value.pull, field.weight, filmGenres, filmTones)),
  )
  const pull = new Float64Array(all.length * films.length)
  const mean = new Float64Array(films.length)
  all.forEach(({ codes, chance }, o) => {
    const row = pull.subarray(o * films.length, (o + 1) * films.length)
    codes.forEach((code, field) => addScaled(row, values[field]![code]!, 1))
    addScaled(mean, row, chance)
  })
  for (let o = 0; o < all.length; o++) addScaled(pull.subarray(o * films.length, (o + 1) * films.length), mean, -1)
  return standardise(pull)
}

/** One value's pull on every film. */
function filmPull(pull: Pull, weight: number, filmGenres: Float64Array, filmTones: Float64Array): Float64Array {
  const direction = scaleToUnit(Float64Array.from([...genres.map((g) => pull.genres[g] ?? 0), ...pull.tone]))
  const ofGenre = direction.subarray(0, genres.length)
  const ofTone = direction.subarray(genres.length)
  return Float64Array.from(films, (_, i) => weight * (dotRow(ofGenre, filmGenres, i) + dotRow(ofTone, filmTones, i)))
}

function moments(from: Random): Float64Array {
  const moment = new Float64Array(calendar.weeks * films.length)
  for (let i = 0; i < films.length; i++) {
    const peak = calendar.weeks * from.uniform()
    for (let week = 0; week < calendar.weeks; week++) {
      const since = (week - peak) / 8
      moment[week * films.length + i] = 1 + audienceModel.choice.moment / (1 + since * since)
    }
  }
  return moment
}

export interface Visit {
  /** seconds since 1970 */
  readonly time: number
  /** index into the shelf's occasions */
  readonly occasion: number
}

/** When and in what context one person watches, in order of time. They arrive at some point and slowly tire. */
export function drawVisits(shelf: Shelf, from: Random): Visit[] {
  const { mean, deviation, least, most } = audienceModel.activity
  const { day, days, start } = calendar
  const count = Math.min(most, Math.max(least, Math.floor(exp(mean + deviation * from.normal()))))
  const arrival = Math.floor(0.8 * days * from.uniform())
  const stay = (days - arrival) * (0.3 + 0.7 * from.uniform())
  const visits: Visit[] = []
  for (let n = 0; n < count; n++) {
    const u = from.uniform()
    const date = Math.min(days - 1, arrival + Math.floor(stay * u * (0.5 + 0.5 * u)))
    const occasion = firstAbove(shelf.until, from.uniform() * shelf.until[shelf.until.length - 1]!)
    // morning 6–12, afternoon 12–18, evening 18–24, night 0–6
    const quarter = (shelf.occasions[occasion]!.codes[0] + 1) % 4
    visits.push({ time: start + date * day + (quarter * day) / 4 + from.integer(day / 4), occasion })
  }
  return visits.sort((a, b) => a.time - b.time || a.occasion - b.occasion)
}

const running = new Float64Array(films.length)

/** A film drawn by its odds for this person, occasion and week. */
export function takeOne(odds: Float64Array, shelf: Shelf, visit: Visit, from: Random): number {
  const count = running.length
  const ofOccasion = shelf.odds
  const ofWeek = shelf.moment
  const occasion = visit.occasion * count
  const week = Math.floor((visit.time - calendar.start) / calendar.week) * count
  let total = 0
  for (let i = 0; i < count; i++) {
    total += odds[i]! * ofOccasion[occasion + i]! * ofWeek[week + i]!
    running[i] = total
  }
  return firstAbove(running, from.uniform() * total)
}
