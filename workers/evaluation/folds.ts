import { estimatesOf } from './estimate.ts'
import type { EventReport } from './events.ts'
import { ratingReport, type PerPerson, type RankingReport, type RatingErrors, type RatingReport } from './protocol.ts'

/**
 * One report of several folds: each person's value is their mean over the folds in which they were counted, and the
 * metric is the mean over people, as in a single report. Coverage and Gini are the mean over folds. Throws RangeError where
 * there is none, or they looked at lists of different lengths.
 */
export function rankingOverFolds(reports: readonly RankingReport[]): RankingReport {
  const k = reports[0]?.k
  if (k === undefined || reports.some((report) => report.k !== k)) {
    throw new RangeError('at least one report is needed, and all must be of the same k')
  }
  const everybody = reports[0].people.length + reports[0].skipped
  const perPerson = perPersonOverFolds(reports)
  return {
    k,
    ...perPerson,
    skipped: everybody - perPerson.people.length,
    coverage: mean(reports.map(({ coverage }) => coverage)),
    ...(reports.every(({ gini }) => gini !== undefined) && { gini: mean(reports.map(({ gini }) => gini!)) }),
  }
}

/** The same for events in their context; undefined where no fold has any. */
export function eventsOverFolds(reports: readonly (EventReport | undefined)[]): EventReport | undefined {
  const all = reports.filter((report) => report !== undefined)
  if (all.length === 0) return undefined
  return { k: all[0].k, ...perPersonOverFolds(all), events: all.reduce((sum, { events }) => sum + events, 0) }
}

/** Everybody of any fold, with their mean over the folds in which they were counted, and the mean over people. */
function perPersonOverFolds(reports: readonly PerPerson[]) {
  const people = Uint32Array.from(new Set(reports.flatMap((report) => Array.from(report.people)))).sort()
  const names = Object.keys(reports[0].values)
  const values = Object.fromEntries(names.map((name) => [name, meanOverFolds(reports, name, people)]))
  return { people, values, metrics: estimatesOf(values) }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function meanOverFolds(reports: readonly PerPerson[], name: string, people: Uint32Array): Float64Array {
  const place = new Map(Array.from(people, (person, at) => [person, at]))
  const sums = new Float64Array(people.length)
  const folds = new Float64Array(people.length)
  for (const report of reports) {
    report.people.forEach((person, at) => {
      sums[place.get(person)!] += report.values[name][at]
      folds[place.get(person)!]++
    })
  }
  return sums.map((sum, at) => sum / folds[at])
}

/** The errors over all ratings of all folds, people still the unit; undefined where no fold has any. */
export function ratingsOverFolds(reports: readonly (RatingReport | undefined)[]): RatingReport | undefined {
  const all = reports.flatMap((report) => report?.errors ?? [])
  if (all.length === 0) return undefined
  const total = (of: keyof RatingErrors) =>
    all[0][of].map((_, person) => all.reduce((sum, e) => sum + e[of][person], 0))
  return ratingReport({ counts: total('counts'), squared: total('squared'), absolute: total('absolute') })
}
