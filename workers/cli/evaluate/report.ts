import type { Settings } from '../../algorithms/spec.ts'
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
  readonly metrics: Readonly<Record<string, number>>
  /** 95 %, over people; coverage and Gini are of all lists together and have none */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>
  /** person by person: against its lesser self, the system in context before it, and popularity */
  readonly differences: readonly Difference[]
}

/** How much higher a metric is than that of something else, on the same held-out ratings. */
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
  return {
    metrics: Object.fromEntries([
      ...entries.map(([name, { value }]) => [name, value] as const),
      [`coverage@${ranking.k}`, ranking.coverage] as const,
      ...(ranking.gini === undefined ? [] : [[`gini@${ranking.k}`, ranking.gini] as const]),
    ]),
    intervals: Object.fromEntries(entries.map(([name, { low, high }]) => [name, [low, high] as const])),
  }
}

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
  if (value === undefined) return '–'
  const interval = intervals[name]
  if (!interval) return `${value.toFixed(3)}        `
  return `${value.toFixed(3)} ± ${((interval[1] - interval[0]) / 2).toFixed(3)}`
}

/** How much better each ranks than popularity, where that is among them. */
function popularityRow(results: readonly Result[]): string[][] {
  const differences = results.map((result) => result.differences.find(({ against }) => against === 'popularity'))
  const metric = differences.find((difference) => difference)?.metric
  if (!metric) return []
  const cells = differences.map((d) => (d ? `${signed(d.value)} ± ${((d.high - d.low) / 2).toFixed(3)}` : '–'))
  return [[`${metric} over popularity`, ...cells]]
}

/** Each paired difference in words: "funk-svd RMSE −0.016 [−0.018, −0.014] against without factors, …". */
export function differenceLines(results: readonly Result[]): string[] {
  return results.flatMap(({ algorithm, differences }) =>
    differences.map(({ metric, against, value, low, high, people }) => {
      const interval = `[${signed(low)}, ${signed(high)}]`
      const paired = `paired over ${people.toLocaleString('en')} people`
      return `${algorithm} ${metric === 'rmse' ? 'RMSE' : metric} ${signed(value)} ${interval} against ${against}, ${paired}`
    }),
  )
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
