import { topK } from '../../../lib/top-k.ts'
import {
  inParts,
  type Context,
  type Contribution,
  type Explanation,
  type Person,
  type Rated,
  type Recommender,
  type TrainingData,
} from '../../../contract/system.ts'
import { cosinesOf, rowProduct } from '../../../training/cosines.ts'
import type { Weights } from '../../../training/gradient.ts'
import { positivesOf } from '../../../contract/positives.ts'
import { foldInUser } from './fold-in.ts'
import type { Active, FieldAmounts, TrainedFm } from './scores.ts'
import type { Settings } from '../../../contract/spec.ts'

/** Scores are logits. Holds plain numbers, so there is nothing to free. */
export function fmRecommender(
  machine: TrainedFm,
  learned: Weights,
  { items }: TrainingData,
  settings: Settings,
): Recommender {
  return {
    person: (user, now) => personOf(machine, machine.activeOfPerson(user, undefined, now), now),
    foldIn(ratings, now) {
      const active = activeOfNew(machine, ratings, now, settings)
      return active && personOf(machine, active, now)
    },
    similarItems(item, n) {
      const { first } = machine.features.field('item')!
      const { shape, values } = learned.factors!
      const ofRows = rowProduct(values, shape[1]!)
      return topK(
        cosinesOf(item, items.length, (a, b) => ofRows(first + a, first + b)),
        n,
      )
    },
    export: () => Object.fromEntries(Object.entries(learned).map(([name, { values }]) => [name, values])),
  }
}

function personOf(machine: TrainedFm, active: readonly Active[], now: Context | undefined): Person {
  let known: Float64Array | undefined
  const scores = () => (known ??= machine.scores(active))
  return {
    scores: () => scores().slice(),
    explain: (item) => explained(machine, fieldsOfEvent(machine, active, item, now)),
  }
}

/** The features of somebody new in the context asked about; undefined where their ratings say nothing. */
export function activeOfNew(
  machine: TrainedFm,
  ratings: readonly Rated[],
  now: Context | undefined,
  settings: Settings,
): Active[] | undefined {
  const liked = positivesOf(ratings, settings)
  if (liked.length === 0) return undefined
  return machine.activeOfPerson('new', foldInUser(machine, liked, ratings, Number(settings.negatives)), now)
}

/**
 * What the fields of an event say two by two, and what stands in each. A context field that nobody named has no amounts
 * (NaN): what the usual mix of its values adds belongs to whatever it is added to.
 */
export interface FieldsOfEvent extends FieldAmounts {
  readonly values: readonly string[]
  /** what is the same for every item: the bias, and the amounts of fields that do not depend on it */
  readonly always: number
}

/** @param active features of the person and the moment */
export function fieldsOfEvent(
  machine: TrainedFm,
  active: readonly Active[],
  item: number,
  now: Context | undefined,
): FieldsOfEvent {
  const { features, dependsOnItem } = machine
  const all = [...active, ...machine.activeOf(features.ofItem(item))]
  const named = features.fields.map((_, field) => features.isNamed(field, now))
  const { bias, amounts } = ofNamedFields(machine.amounts(all), named)
  let always = bias
  eachPair(named.length, (f, g, at) => {
    if (!dependsOnItem(f) && !dependsOnItem(g) && !Number.isNaN(amounts[at])) always += amounts[at]!
  })
  return { bias, amounts, always, values: valuesOf(machine, all, named) }
}

function eachPair(fields: number, visit: (f: number, g: number, at: number) => void) {
  for (let f = 0; f < fields; f++) for (let g = f; g < fields; g++) visit(f, g, f * fields + g)
}

/** What a field says together with one that is not named becomes its own; of those not named, it joins the bias. */
function ofNamedFields({ bias, amounts }: FieldAmounts, named: readonly boolean[]): FieldAmounts {
  const own = amounts.slice()
  let rest = bias
  eachPair(named.length, (f, g, at) => {
    if (named[f] && named[g]) return
    if (named[f]) own[f * named.length + f]! += amounts[at]!
    else if (named[g]) own[g * named.length + g]! += amounts[at]!
    else rest += amounts[at]!
    own[at] = NaN
  })
  return { bias: rest, amounts: own }
}

/** What stands in each field: "home", "crime, drama"; "any" where nothing is known; nothing for person and film. */
function valuesOf({ features }: TrainedFm, active: readonly Active[], named: readonly boolean[]): string[] {
  return features.fields.map(({ name }, field) => {
    if (name === 'user' || name === 'item') return ''
    if (!named[field]) return 'any'
    const here = active.filter((each) => each.field === field)
    if (here.length === 0) return 'none'
    return here.map(({ feature }) => valueOf(features.names[feature]!)).join(', ')
  })
}

const valueOf = (name: string) => name.slice(name.indexOf(': ') + 2)

/** The page speaks of people and films. */
const onThePage = { user: 'person', item: 'film' } as const

/** The fields that have to do with the item, two by two, the largest first; last what is the same for every item. */
function explained(machine: TrainedFm, { amounts, values, always }: FieldsOfEvent): Explanation {
  const labels = machine.features.fields.map(({ name }, field) => {
    if (name === 'user' || name === 'item') return onThePage[name]
    return `${name}: ${values[field]}`
  })
  const contributions: Contribution[] = []
  eachPair(labels.length, (f, g, at) => {
    const amount = amounts[at]!
    if (Number.isNaN(amount) || !(machine.dependsOnItem(f) || machine.dependsOnItem(g))) return
    contributions.push({ label: f === g ? `${labels[f]}, by itself` : `${labels[f]} × ${labels[g]}`, amount })
  })
  const reasons = contributions.reduce((sum, { amount }) => sum + amount, 0)
  return inParts('fields', reasons + always, contributions, always)
}
