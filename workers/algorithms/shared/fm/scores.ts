import type { Context, TrainingData } from '../../../contract/system.ts'
import type { ActiveFeatures, FeatureFields, Who } from '../../../training/feature-fields.ts'
import type { Weights } from '../../../training/gradient.ts'
import { widthOf, type FmShape } from './model.ts'

/** A feature that is not 0, with what was learned of it. */
export interface Active {
  /** its number, or -1 of somebody new */
  readonly feature: number
  readonly field: number
  readonly value: number
  readonly weight: number
  /** its vector, or those toward each field one after another */
  readonly vectors: Float32Array
}

/** What was learned of one person: their weight and vectors. */
export interface PersonRow {
  readonly weight: number
  readonly vectors: Float32Array
}

/** What an event's features say, field by field: fields × fields, the upper half and the diagonal are filled. */
export interface FieldAmounts {
  readonly bias: number
  /** at [f, g], f < g, what field f says together with field g; at [f, f] what field f says by itself */
  readonly amounts: Float64Array
}

/**
 * A trained machine as plain numbers. Of a person's score for an item only what their features say together depends on
 * both, and that is one product of two vectors: all the rest is summed once for every item, and once for the person.
 */
export class TrainedFm {
  readonly features: FeatureFields
  readonly shape: FmShape
  private readonly learned: Weights
  private readonly width: number
  private readonly items: number
  /** fields of the item, fields of the person and the moment */
  private readonly ofItem: readonly number[]
  private readonly ofPerson: readonly number[]
  private itemSums: { readonly own: Float64Array; readonly vectors: Float64Array } | undefined

  constructor(features: FeatureFields, shape: FmShape, learned: Weights, { items, interactions }: TrainingData) {
    this.features = features
    this.shape = shape
    this.learned = learned
    this.width = widthOf(shape)
    this.items = items.length
    const places = features.fields.map((_, field) => field)
    const personal = (field: number) => {
      const { name } = features.fields[field]!
      return name === 'user' || interactions.context.some(({ id }) => id === name)
    }
    this.ofPerson = places.filter(personal)
    this.ofItem = places.filter((field) => !personal(field))
  }

  /** whether a field says something of the item, not of the person or the moment */
  readonly dependsOnItem = (field: number): boolean => this.ofItem.includes(field)

  private get userField(): number {
    return this.features.fields.findIndex(({ name }) => name === 'user')
  }

  get bias(): number {
    return this.learned.bias!.values[0]!
  }

  rowOf(feature: number): PersonRow {
    const { linear, factors } = this.learned
    const vectors = factors!.values.subarray(feature * this.width, (feature + 1) * this.width)
    return { weight: linear!.values[feature]!, vectors }
  }

  activeOf({ feature, value, field }: ActiveFeatures): Active[] {
    return Array.from(feature, (id, k) => ({ ...this.rowOf(id), feature: id, value: value[k]!, field: field[k]! }))
  }

  /** Person and moment: somebody of the data, or somebody new with what was learned of them (or without). */
  activeOfPerson(user: Who, row: PersonRow | undefined, now: Context | undefined): Active[] {
    const known = this.activeOf(this.features.ofPerson(user, now))
    return row ? [{ ...row, feature: -1, value: 1, field: this.userField }, ...known] : known
  }

  /** ⟨v_i, v_j⟩ x_i x_j, each vector the one toward the other's field where there is one for each. */
  product(a: Active, b: Active): number {
    const { factors, fieldAware } = this.shape
    const [left, right] = fieldAware ? [b.field * factors, a.field * factors] : [0, 0]
    let sum = 0
    for (let d = 0; d < factors; d++) sum += a.vectors[left + d]! * b.vectors[right + d]!
    return a.value * b.value * sum
  }

  /** All that these features say, field by field; with the bias it adds up to the score of the event. */
  amounts(active: readonly Active[]): FieldAmounts {
    const fields = this.features.fields.length
    const amounts = new Float64Array(fields * fields)
    active.forEach((a, place) => {
      amounts[a.field * fields + a.field]! += a.value * a.weight
      for (const b of active.slice(place + 1)) {
        amounts[Math.min(a.field, b.field) * fields + Math.max(a.field, b.field)]! += this.product(a, b)
      }
    })
    return { bias: this.bias, amounts }
  }

  scores(person: readonly Active[]): Float64Array {
    const { own, vectors } = this.sumsOfItems()
    const facing = this.facing(person, this.ofPerson, this.ofItem)
    const start = this.bias + this.own(person)
    return own.map((sum, item) => start + sum + dot(facing, vectors, item * facing.length))
  }

  /**
   * What a person's own vectors are multiplied by, item by item: the places of the numbers of their row that an item
   * has a say in, and items × places.
   */
  metByPerson(moment: readonly Active[]): { readonly places: readonly number[]; readonly met: Float64Array } {
    const { factors, fieldAware } = this.shape
    const { vectors } = this.sumsOfItems()
    const numbers = (first: number) => Array.from({ length: factors }, (_, d) => first + d)
    if (!fieldAware) {
      const also = this.facing(moment, this.ofPerson, this.ofItem)
      return { places: numbers(0), met: vectors.map((sum, k) => sum + also[k % factors]!) }
    }
    const places = this.ofItem.flatMap((field) => numbers(field * factors))
    const person = this.ofPerson.indexOf(this.userField)
    const from = this.ofItem.flatMap((_, f) => numbers((f * this.ofPerson.length + person) * factors))
    const stride = vectors.length / this.items
    const met = Float64Array.from({ length: this.items * places.length }, (_, k) => {
      const item = Math.floor(k / places.length)
      return vectors[item * stride + from[k % places.length]!]!
    })
    return { places, met }
  }

  /** What these features say, each by itself and among themselves. */
  private own(active: readonly Active[]): number {
    let sum = 0
    active.forEach((a, place) => {
      sum += a.value * a.weight
      for (let other = place + 1; other < active.length; other++) sum += this.product(a, active[other]!)
    })
    return sum
  }

  /** Of every item: what its features say among themselves, and the sums that a person's are multiplied by. */
  private sumsOfItems() {
    if (this.itemSums) return this.itemSums
    const own = new Float64Array(this.items)
    let vectors = new Float64Array(0)
    for (let item = 0; item < this.items; item++) {
      const active = this.activeOf(this.features.ofItem(item))
      own[item] = this.own(active)
      const facing = this.facing(active, this.ofItem, this.ofPerson)
      if (item === 0) vectors = new Float64Array(this.items * facing.length)
      vectors.set(facing, item * facing.length)
    }
    return (this.itemSums = { own, vectors })
  }

  /**
   * Σ x v of one side of an event: one sum, or one for each of the item's fields and each of the person's, in that order,
   * of the vectors toward the field across.
   */
  private facing(active: readonly Active[], side: readonly number[], across: readonly number[]): Float64Array {
    const { factors, fieldAware } = this.shape
    const sums = new Float64Array(fieldAware ? side.length * across.length * factors : factors)
    const add = (to: number, { vectors, value }: Active, from: number) => {
      for (let d = 0; d < factors; d++) sums[to + d]! += value * vectors[from + d]!
    }
    const [perItem, perPerson] = side === this.ofItem ? [across.length, 1] : [1, side.length]
    for (const each of active) {
      if (!fieldAware) add(0, each, 0)
      else {
        const place = side.indexOf(each.field)
        across.forEach((other, k) => add((place * perItem + k * perPerson) * factors, each, other * factors))
      }
    }
    return sums
  }
}

function dot(a: Float64Array, all: Float64Array, from: number): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d]! * all[from + d]!
  return sum
}
