import type { LinePoint } from '../../charts/line/line-reading.ts'
import { count, counted, fixed, interval } from '../../format/numbers.ts'
import type { Lines, SystemNames } from './lines.ts'

const ratings = (n: number) => counted(n, 'rating', 'ratings')
const three = (value: number) => fixed(value, 3)
const withInterval = ({ y, low, high }: LinePoint) => `${three(y)} (${interval({ low: low!, high: high! }, three)})`
/** What is lost where the gain is this. */
const loss = ({ y, low, high, ...point }: LinePoint) => withInterval({ ...point, y: -y, low: -high!, high: -low! })

/** From where the main system is better, by how much, and whether the threshold in force makes use of it. */
export function verdict(lines: Lines, names: SystemNames, threshold: number): string {
  const { overtakes, people, lengths, gain } = lines
  const measured = `${counted(people, 'person', 'people')} with at least ${ratings(lengths.at(-1) ?? 0)}; bands are 95 % intervals.`
  if (overtakes === undefined)
    return `Up to ${ratings(lengths.at(-1) ?? 0)} there is no number from which on ${names.main} is clearly better than ${names.fallback}. Measured on ${measured}`
  const there = gain.find(({ x }) => x === overtakes)!
  const from = `From ${ratings(overtakes)} on ${names.main} is better than ${names.fallback}: there by ${withInterval(there)}.`
  return `${from} ${ofThreshold(lines, names, threshold, overtakes)} Measured on ${measured}`
}

/** What the threshold costs at a measured length between it and where it should be. */
function ofThreshold({ gain }: Lines, names: SystemNames, threshold: number, overtakes: number): string {
  const wrong = gain.filter(({ x }) => x >= Math.min(threshold, overtakes) && x < Math.max(threshold, overtakes))
  if (threshold > overtakes) {
    const lost = wrong.at(-1)!
    return `A threshold of ${count(threshold)} waits too long: it gives away ${withInterval(lost)} at ${ratings(lost.x)}.`
  }
  const early = wrong.find(({ y }) => Number.isFinite(y))
  if (threshold === 0 && !early)
    return `Without any rating ${names.main} cannot answer, so ${names.fallback} still does.`
  if (!early) return `The threshold of ${count(threshold)} is where it pays.`
  if (early.high! < 0)
    return `A threshold of ${count(threshold)} is too soon: it costs ${loss(early)} at ${ratings(early.x)}.`
  return `A threshold of ${count(threshold)} is sooner than the data can tell: at ${ratings(early.x)} the difference is ${withInterval(early)}.`
}
