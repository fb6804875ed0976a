import {
  recommend,
  type Frame,
  type Rated,
  type Recommender,
  type CompositeContext,
  type CompositeSystem,
  type Snapshot,
  type SnapshotRequest,
} from '../../contract/system.ts'
import { tunedAsComponent } from '../../algorithms/catalog.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { termsOf, type ListTerms, type TermGain } from '../terms.ts'
import { goodFrom, listMetrics, metricsSpec } from './spec.ts'

/**
 * Judges the list of another system, fully trained, one rank a step: at step r the sums have come as far as rank r. Their
 * terms are all in the snapshot, with the running totals, so that what is still to come can be drawn, too. What was held out is good; where a visitor arranged and graded the list, their order and their grades stand.
 */
export const metrics: CompositeSystem = {
  spec: metricsSpec,

  steps: ({ items }, settings) => Math.min(Number(settings.length), items.length),

  async *train(context, settings, start) {
    const judged = await context.trained(String(settings.of), tunedAsComponent(String(settings.of), settings))
    const steps = metrics.steps(context.data, settings)
    for (let step = start?.step ?? 0; step <= steps; step++) yield frameOf(step, judged, context, settings)
  },
}

function frameOf(step: number, judged: Recommender, context: CompositeContext, settings: Settings): Frame {
  return {
    step,
    did: step === 0 ? 'nothing added up yet' : step === 1 ? 'the first rank added up' : `${step} ranks added up`,
    recommender: () => Promise.resolve(judged),
    snapshot: (request) => Promise.resolve(snapshotOf(request, context, settings)),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** The list with its grades and every term; nothing where there is nobody to recommend for. */
function snapshotOf(request: SnapshotRequest, context: CompositeContext, settings: Settings): Snapshot {
  const { person, user, rated = [] } = request
  if (!person) return {}
  const length = metrics.steps(context.data, settings)
  const seen = rated.map(({ item }) => item)
  const own = recommend(person, length, seen).map(({ item }) => item)
  const heldOut = new Map(
    user === undefined
      ? []
      : ratingsOfRow(context.heldOut.ratings, user).map(({ item, rating }) => [item, rating] as const),
  )
  const arrangement = (request.arrangement ?? []).filter(({ item }) => item < context.data.items.length)
  const list = arrangedList(own, arrangement)
  const theirs = arrangement
    .filter(({ item }) => list.includes(item))
    .map(({ item, rating }) => [item, rating] as const)
  const grades = new Map([...heldOut, ...theirs])
  const from = goodFrom(settings)
  const judge = (items: readonly number[], by: ReadonlyMap<number, number>) =>
    termsOf(items, goodOnly(by, from), Number(settings.k), settings.gains as TermGain)
  const { sums, gains, discounts, ideal, relevant } = judge(list, grades)
  const before = judge(own, heldOut)
  return {
    items: Uint32Array.from(list),
    own: Uint32Array.from(own),
    grades: Float64Array.from(list, (item) => grades.get(item) ?? 0),
    heldOut: Float64Array.from(list, (item) => heldOut.get(item) ?? 0),
    relevant,
    gains,
    discounts,
    ideal,
    ...sumsByName(sums, before.sums),
  }
}

/** "ndcg terms", "ndcg divisor", "ndcg running", and "ndcg own": what the list was worth as the system made it. */
function sumsByName(sums: ListTerms['sums'], own: ListTerms['sums']): Snapshot {
  const named: Record<string, number | Float64Array> = {}
  for (const { id } of listMetrics) {
    named[`${id} terms`] = sums[id].terms
    named[`${id} divisor`] = sums[id].divisor
    named[`${id} running`] = sums[id].running
    named[`${id} own`] = own[id].running
  }
  return named
}

/** Less than a good film's stars is worth nothing. */
function goodOnly(grades: ReadonlyMap<number, number>, from: number): Map<number, number> {
  return new Map([...grades].filter(([, grade]) => grade > 0 && grade >= from))
}

/** The visitor's order first, then what it left out of the system's own list; as long as that. */
function arrangedList(own: readonly number[], arrangement: readonly Rated[]): number[] {
  const items = new Set<number>([...arrangement.map(({ item }) => item), ...own])
  return [...items].slice(0, own.length)
}
