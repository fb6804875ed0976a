import { topK } from '../lib/top-k.ts'
import {
  inParts,
  type Circumstances,
  type Contribution,
  type Explanation,
  type Person,
  type Rated,
  type Recommender,
  type TrainingData,
} from './algorithm.ts'
import { cosinesOf, rowProduct } from './cosines.ts'
import type { Learned } from './gradient-training.ts'
import { likedOf } from './liked.ts'
import { foldedInRow } from './machine-fold-in.ts'
import type { Active, FieldAmounts, LearnedMachine } from './machine-scores.ts'
import type { Settings } from './spec.ts'

/** Scores are logits. Holds plain numbers, so there is nothing to free. */
export function machineRecommender(
  machine: LearnedMachine,
  learned: Learned,
  { items }: TrainingData,
  settings: Settings,
): Recommender {
  return {
    person: (user, now) => personOf(machine, machine.activeOfPerson(user, undefined, now)),
    foldIn(ratings, now) {
      const active = activeOfNew(machine, ratings, now, settings)
      return active && personOf(machine, active)
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

function personOf(machine: LearnedMachine, active: readonly Active[]): Person {
  let known: Float64Array | undefined
  const scores = () => (known ??= machine.scores(active))
  return { scores: () => scores().slice(), explain: (item) => explained(machine, fieldsOfEvent(machine, active, item)) }
}

/** The features of somebody new in the circumstances of the moment; undefined where their ratings say nothing. */
export function activeOfNew(
  machine: LearnedMachine,
  ratings: readonly Rated[],
  now: Circumstances | undefined,
  settings: Settings,
): Active[] | undefined {
  const liked = likedOf(ratings, settings)
  if (liked.length === 0) return undefined
  return machine.activeOfPerson('new', foldedInRow(machine, liked, ratings, Number(settings.negatives)), now)
}

/** What the fields of an event say two by two, and what stands in each. */
export interface FieldsOfEvent extends FieldAmounts {
  readonly values: readonly string[]
}

/** @param active features of the person and the moment */
export function fieldsOfEvent(machine: LearnedMachine, active: readonly Active[], item: number): FieldsOfEvent {
  const all = [...active, ...machine.activeOf(machine.features.ofItem(item))]
  return { ...machine.amounts(all), values: valuesOf(machine, all) }
}

/** What stands in each field: "home", "crime, drama"; "any" where nothing is known; nothing for person and film. */
function valuesOf({ features, dependsOnItem }: LearnedMachine, active: readonly Active[]): string[] {
  return features.fields.map(({ name }, field) => {
    if (name === 'user' || name === 'item') return ''
    const here = active.filter((each) => each.field === field)
    if (here.length === 0) return 'none'
    if (!dependsOnItem(field) && here.length > 1) return 'any'
    return here.map(({ feature }) => valueOf(features.names[feature]!)).join(', ')
  })
}

const valueOf = (name: string) => name.slice(name.indexOf(': ') + 2)

/** The page speaks of people and films. */
const onThePage = { user: 'person', item: 'film' } as const

/** The fields that have to do with the item, two by two, the largest first; last what is the same for every item. */
function explained(machine: LearnedMachine, { bias, amounts, values }: FieldsOfEvent): Explanation {
  const labels = machine.features.fields.map(({ name }, field) => {
    if (name === 'user' || name === 'item') return onThePage[name]
    return `${name}: ${values[field]}`
  })
  const contributions: Contribution[] = []
  let always = bias
  labels.forEach((label, f) =>
    labels.slice(f).forEach((other, k) => {
      const amount = amounts[f * labels.length + f + k]!
      if (!machine.dependsOnItem(f) && !machine.dependsOnItem(f + k)) always += amount
      else contributions.push({ label: k === 0 ? `${label}, by itself` : `${label} × ${other}`, amount })
    }),
  )
  const reasons = contributions.reduce((sum, { amount }) => sum + amount, 0)
  return inParts('fields', reasons + always, contributions, always)
}
