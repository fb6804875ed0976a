import { reference } from '../../algorithms/catalog.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Estimate } from '../../evaluation/intervals.ts'
import type { EventReport } from '../../evaluation/events.ts'
import type { PairedDifference, RankingReport, RatingReport } from '../../evaluation/protocol.ts'
import { tableLines } from '../terminal/table.ts'

/** One line of the JSON file. */
export interface Result {
  readonly algorithm: string
  readonly device: 'cpu' | 'webgpu'
  readonly preset: string
  readonly settings: Settings
  readonly seed: number
  /** absent for a single split */
  readonly folds?: number
  /** of all folds together */
  readonly trainSeconds: number
  /** people counted in the ranking metrics */
  readonly users: number
  /** null where there was nobody to measure */
  readonly metrics: Readonly<Record<string, number | null>>
  /** 95 %, over people; coverage and Gini are of all lists together and have none. null where the values do not say */
  readonly intervals: Readonly<Record<string, readonly [number, number] | null>>
  /** person by person: against its lesser self, the system in context before it, and popularity */
  readonly differences: readonly Difference[]
}

/** How much higher a metric is than that of something else, on the same held-out ratings; in the file NaN is null. */
export interface Difference extends PairedDifference {
  readonly metric: string
  readonly against: string
}

/** The measured values by name, the ones most looked at first. */
export function measured(
  ranking: RankingReport,
  ratings: RatingReport | undefined,
  events?: EventReport,
): Pick<Result, 'metrics' | 'intervals'> {
  const estimates: Record<string, Estimate> = { ...ranking.metrics }
  if (ratings) Object.assign(estimates, { rmse: ratings.rmse, mae: ratings.mae })
  if (events) Object.assign(estimates, events.metrics)
  const entries = Object.entries(estimates)
  const ofAll = (value: number) => (ranking.people.length > 0 ? value : null)
  return {
    metrics: Object.fromEntries([
      ...entries.map(([name, { value }]) => [name, known(value)] as const),
      [`coverage@${ranking.k}`, ofAll(ranking.coverage)] as const,
      ...(ranking.gini === undefined ? [] : [[`gini@${ranking.k}`, ofAll(ranking.gini)] as const]),
    ]),
    intervals: Object.fromEntries(
      entries.map(([name, { low, high }]) => [name, Number.isFinite(high - low) ? ([low, high] as const) : null]),
    ),
  }
}

const known = (value: number) => (Number.isNaN(value) ? null : value)

/** A column a system, a row a metric. */
export function resultLines(results: readonly Result[], width: number): string[] {
  const names = [...new Set(results.flatMap((result) => Object.keys(result.metrics)))]
  return tableLines(
    [
      ['', ...results.map((result) => result.algorithm)],
      ...names.map((name) => [name, ...results.map((result) => cell(result, name))]),
      ...popularityRow(results),
      ['people', ...results.map((result) => String(result.users))],
      ['training, s', ...results.map((result) => result.trainSeconds.toFixed(2))],
      ['device', ...results.map((result) => result.device)],
    ],
    width,
  )
}

function cell({ metrics, intervals }: Result, name: string): string {
  const value = metrics[name]
  if (value === undefined || value === null) return '–'
  const interval = intervals[name]
  return interval ? `${digits(value)} [${interval.map(digits).join(', ')}]` : `${digits(value)}${' '.repeat(15)}`
}

/** How much better each ranks than popularity, where that is among them. */
function popularityRow(results: readonly Result[]): string[][] {
  const differences = results.map((result) => result.differences.find(({ against }) => against === reference.id))
  const metric = differences.find((difference) => difference)?.metric
  if (!metric) return []
  const cells = differences.map((d) => (d && d.people > 0 ? `${signed(d.value)} ${signedInterval(d)}` : '–'))
  return [[`${metric} over popularity`, ...cells]]
}

/** Each paired difference in words: "funk-svd RMSE −0.016 [−0.018, −0.014] against without factors, …". */
export function differenceLines(results: readonly Result[]): string[] {
  return results.flatMap(({ algorithm, differences }) =>
    differences.map(({ metric, against, value, low, high, people }) => {
      const what = `${algorithm} ${metric === 'rmse' ? 'RMSE' : metric}`
      if (people === 0) return `${what}: nobody to compare it for with ${against}`
      const paired = `paired over ${people === 1 ? '1 person' : `${people.toLocaleString('en')} people`}`
      return `${what} ${signed(value)} ${signedInterval({ low, high })} against ${against}, ${paired}`
    }),
  )
}

const signedInterval = ({ low, high }: Pick<Difference, 'low' | 'high'>) =>
  Number.isFinite(high - low) ? `[${signed(low)}, ${signed(high)}]` : '[no interval: all the same]'

/** Why there are dashes, where there are; nothing where every system was measured. */
export function missingLines(results: readonly Result[]): string[] {
  const unmeasured = results.filter(({ users }) => users === 0)
  if (unmeasured.length === 0) return []
  const which = unmeasured.map(({ algorithm }) => algorithm).join(', ')
  return [`${which}: nobody has anything relevant held out, so there is nothing to measure.`]
}

const digits = (value: number) => (value < 0 ? signed(value) : value.toFixed(3))

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
