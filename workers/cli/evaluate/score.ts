import { reference } from '../../algorithms/catalog.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import type { Recommender, TrainingData } from '../../contract/system.ts'
import type { Dataset, Interactions } from '../../data/dataset.ts'
import type { Device } from '../../device/device.ts'
import { evaluateEvents, type EventReport } from '../../evaluation/events.ts'
import { eventsOverFolds, rankingOverFolds, ratingsOverFolds } from '../../evaluation/folds.ts'
import {
  evaluateRanking,
  evaluateRatings,
  pairedDifference,
  pairedRmse,
  type RankingReport,
  type RatingReport,
} from '../../evaluation/protocol.ts'
import { atFirstStep, atLastStep, servedContext, type AtTheEnd } from '../../lab/train-to-end.ts'
import type { ChosenAlgorithm, EvaluateOptions } from './options.ts'
import { measured, type Difference, type Result } from './report.ts'

/** One training set, validation included, and what is held out of it. */
export interface Part {
  readonly train: Interactions
  readonly test: Interactions
}

export interface Scored {
  readonly result: Result
  readonly ranking: RankingReport
  readonly events: EventReport | undefined
}

interface Reports {
  readonly ranking: RankingReport
  readonly ratings: RatingReport | undefined
  /** where the system learns from context, and the data has one */
  readonly events: EventReport | undefined
  /** of what learns by gradient: the start values, before anything is learned */
  readonly untrained: RankingReport | undefined
  readonly seconds: number
}

/** A system trained and scored on every part; where it has a lesser self to be measured beside, that one, too. */
export async function scoreOf(
  chosen: ChosenAlgorithm,
  dataset: Dataset,
  parts: readonly Part[],
  options: EvaluateOptions,
  device: Device,
): Promise<Scored> {
  const { entry, preset, settings } = chosen
  const { id, baseline } = entry.spec
  const own = await reportsOf(chosen, settings, dataset, parts, options, device)
  const result: Result = {
    algorithm: id,
    device: device.kind,
    preset,
    settings,
    seed: options.seed,
    ...(options.folds !== undefined && { folds: options.folds }),
    trainSeconds: own.seconds,
    users: own.ranking.people.length,
    ...measured(own.ranking, own.ratings, own.events),
    differences: own.untrained
      ? [{ against: 'untrained', ...rankedBetter(own.untrained, own.ranking, options.k) }]
      : [],
  }
  const lesser = baseline && withSettings(entry.spec, preset, { ...settings, ...baseline.changes })
  if (!lesser || same(lesser, settings)) return { result, ranking: own.ranking, events: own.events }
  const beside = await reportsOf(chosen, lesser, dataset, parts, options, device)
  const difference = differenceOf(beside, own, options.k)
  const differences = [...result.differences, { against: baseline.name, ...difference }]
  return { result: { ...result, differences }, ranking: own.ranking, events: own.events }
}

/** Where popularity is among them: how much better each of the others ranks, person by person. */
export function comparedWithPopularity(scored: readonly Scored[], k: number): Result[] {
  const popularity = scored.find(({ result }) => result.algorithm === reference.id)
  const metric = `ndcg@${k}`
  return scored.map((one) => {
    if (!popularity || one === popularity) return one.result
    const difference = { against: reference.id, metric, ...pairedDifference(popularity.ranking, one.ranking, metric) }
    return { ...one.result, differences: [...one.result.differences, difference] }
  })
}

/** How much better each system that learns from context fits the moment than the one of them before it. */
export function comparedInContext(scored: readonly Scored[], k: number): Scored[] {
  const metric = `event-ndcg@${k}`
  let before: Scored | undefined
  return scored.map((one) => {
    if (!one.events) return one
    const earlier = before
    before = one
    if (!earlier?.events) return one
    const against = earlier.result.algorithm
    const difference = { against, metric, ...pairedDifference(earlier.events, one.events, metric) }
    return { ...one, result: { ...one.result, differences: [...one.result.differences, difference] } }
  })
}

function differenceOf(lesser: Reports, own: Reports, k: number): Omit<Difference, 'against'> {
  if (lesser.events && own.events) {
    const metric = `event-ndcg@${k}`
    return { metric, ...pairedDifference(lesser.events, own.events, metric) }
  }
  if (lesser.ratings && own.ratings) return { metric: 'rmse', ...pairedRmse(lesser.ratings, own.ratings) }
  return rankedBetter(lesser.ranking, own.ranking, k)
}

function rankedBetter(lesser: RankingReport, own: RankingReport, k: number): Omit<Difference, 'against'> {
  const metric = `ndcg@${k}`
  return { metric, ...pairedDifference(lesser, own, metric) }
}

async function reportsOf(
  { entry }: ChosenAlgorithm,
  settings: Settings,
  dataset: Dataset,
  parts: readonly Part[],
  { seed, k, relevantFrom }: EvaluateOptions,
  device: Device,
): Promise<Reports> {
  const system = await entry.load()
  const reports: Reports[] = []
  try {
    for (const [fold, { train, test }] of parts.entries()) {
      const data: TrainingData = { interactions: train, items: dataset.items, scale: dataset.scale }
      const rank = (recommender: Recommender) =>
        evaluateRanking(recommender, train, test, {
          k,
          beyondAccuracy: true,
          items: dataset.items,
          ...(relevantFrom !== undefined && { relevantFrom }),
          ...(dataset.truth && { truth: dataset.truth }),
        })
      const look = ({ recommender, seconds }: AtTheEnd) => {
        const ranking = rank(recommender)
        const inContext = entry.spec.inContext && test.context.length > 0
        const events = inContext
          ? evaluateEvents(recommender, train, test, {
              k,
              ...(relevantFrom !== undefined && { relevantFrom }),
            })
          : undefined
        return Promise.resolve({ ranking, ratings: evaluateRatings(recommender, test), events, seconds })
      }
      const context = servedContext({ data, seed, device }, test)
      const who = parts.length > 1 ? `${entry.spec.id}, fold ${fold + 1} of ${parts.length}` : entry.spec.id
      const untrained = entry.spec.byGradient && (await atFirstStep(system, context, settings, rank))
      reports.push({ ...(await atLastStep(system, context, settings, look, progressOf(who))), untrained })
    }
  } finally {
    clearProgress()
  }
  if (reports.length === 1) return reports[0]
  return {
    ranking: rankingOverFolds(reports.map(({ ranking }) => ranking)),
    ratings: ratingsOverFolds(reports.map(({ ratings }) => ratings)),
    events: eventsOverFolds(reports.map(({ events }) => events)),
    untrained: reports[0].untrained && rankingOverFolds(reports.map(({ untrained }) => untrained!)),
    seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
  }
}

function same(a: Settings, b: Settings): boolean {
  return Object.keys(a).every((id) => a[id] === b[id])
}

/** On a terminal, a line that says how far training is; nothing where the output is kept. */
function progressOf(who: string) {
  if (!process.stderr.isTTY) return undefined
  let shown = 0
  return (step: number, steps: number) => {
    if (performance.now() - shown < 100) return
    shown = performance.now()
    process.stderr.write(`\r${who}: step ${step} of ${steps}   `)
  }
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}
