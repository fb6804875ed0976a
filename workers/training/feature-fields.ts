import type { Item } from '../data/dataset.ts'
import type { Context, TrainingData } from '../contract/system.ts'
import { checkContext } from '../contract/context.ts'

/** What can be known of one event, somebody watching something in some context; each is a field of features. */
export const fieldNames = [
  'user',
  'item',
  'genre',
  'tone',
  'director',
  'country',
  'decade',
  'time of day',
  'place',
  'device',
  'company',
] as const
export type FieldName = (typeof fieldNames)[number]

/** Who, what, of which genres, and when, where, on what and with whom. */
export const eventFields: readonly FieldName[] = ['user', 'item', 'genre', 'time of day', 'place', 'device', 'company']

const ofTheItem: Readonly<Partial<Record<FieldName, (item: Item) => readonly string[]>>> = {
  genre: ({ genres }) => genres,
  tone: ({ tones }) => tones,
  director: ({ director }) => (director === undefined ? [] : [director]),
  country: ({ country }) => (country === undefined ? [] : [country]),
  decade: ({ year }) => (year === undefined ? [] : [`${Math.floor(year / 10) * 10}s`]),
}

/** One field: its features are numbered from `first`, its slots in a row of a batch from `slot`. */
export interface Field {
  readonly name: FieldName
  readonly first: number
  /** how many features it has */
  readonly size: number
  readonly slot: number
  /** how many of its features one item can have at once */
  readonly slots: number
}

/** The features that are not 0 in one example, ascending inside a field, fields in order. */
export interface ActiveFeatures {
  readonly feature: Int32Array
  readonly value: Float32Array
  /** index into the fields, of each of them */
  readonly field: Int32Array
}

/** Examples side by side, rows × width, row-major; the field of each slot is `FeatureFields.slotField`. */
export interface ExampleBatch {
  readonly feature: Int32Array
  /** 0 in the slots that a row does not need: whatever feature stands there counts for nothing */
  readonly value: Float32Array
}

/** Somebody of the data, or somebody whom no feature stands for. */
export type Who = number | 'new'

type Entries = { readonly feature: number[]; readonly value: number[]; readonly field: number[] }

/**
 * Events as features in fields, for the systems that learn from them (Rendle 2010; Juan et al. 2016): every feature has
 * a number of its own, those of a field follow on each other, and one example has the few that are not 0.
 *
 * - user, item: 1 for the one; a new person has none.
 * - genre and other fields of the item: 1/√n for each of the item's n, so that every field of an item has length 1,
 *   as the others have. A value that one item alone has is left out: the item's own feature says as much.
 * - context: 1 for the one that holds. One that is not known is the usual mix: every value of the field, by its
 *   share of the training ratings. In a model that is linear in each field that gives the mean over all moments.
 *
 * Fields of which the data knows nothing are left out.
 */
export class FeatureFields {
  readonly fields: readonly Field[]
  /** how many features there are in all fields */
  readonly size: number
  /** slots of one row of a batch */
  readonly width: number
  /** length width: the field of each slot, the same in every row */
  readonly slotField: Int32Array
  /** length size: "genre: drama" */
  readonly names: readonly string[]
  private readonly people: number
  private readonly ofItems: readonly ActiveFeatures[]
  private readonly moments: readonly Moment[]
  private readonly context: TrainingData['interactions']['context']

  /** Throws RangeError where a field is unknown or named twice. */
  constructor({ interactions, items }: TrainingData, wanted: readonly FieldName[] = eventFields) {
    checkFields(wanted)
    this.people = interactions.ratings.rows
    this.context = interactions.context
    const values = wanted.map((name) => valuesOf(name, interactions, items))
    const known = wanted.map((name, k) => ({ name, ...values[k] })).filter(({ names }) => names.length > 0)
    let [first, slot] = [0, 0]
    this.fields = known.map(({ name, names, slots }) => {
      const field = { name, first, size: names.length, slot, slots }
      first += names.length
      slot += slots
      return field
    })
    this.size = first
    this.width = slot
    this.slotField = Int32Array.from(this.fields.flatMap(({ slots }, f) => Array<number>(slots).fill(f)))
    this.names = known.flatMap(({ name, names }) => names.map((value) => nameOf(name, value)))
    this.ofItems = items.map((item, id) => this.featuresOf(item, id, known))
    this.moments = this.fields.flatMap(({ name }, field) => momentOf(name, field, interactions))
  }

  /** The field of that name, where the data has it. */
  field(name: FieldName): Field | undefined {
    return this.fields.find((field) => field.name === name)
  }

  /** What is the same for every item: the person and the context. Throws RangeError on a context the data lacks. */
  ofPerson(user: Who, now?: Context): ActiveFeatures {
    const entries: Entries = { feature: [], value: [], field: [] }
    this.fields.forEach(({ name, first }, field) => {
      if (name === 'user' && user !== 'new') push(entries, first + this.checked(user), 1, field)
    })
    if (now) checkContext(now, this.context)
    for (const { field, place, shares } of this.moments) {
      const { first } = this.fields[field]
      const code = now?.[place]
      if (code !== undefined) push(entries, first + code, 1, field)
      else shares.forEach((share, value) => share > 0 && push(entries, first + value, share, field))
    }
    return packed(entries)
  }

  /** Whether what stands in a field is known: of a context field, whether the moment names it. */
  isNamed(field: number, now?: Context): boolean {
    const moment = this.moments.find((known) => known.field === field)
    return moment === undefined || now?.[moment.place] !== undefined
  }

  /** What is the same for every person: the item and what is known of it. */
  ofItem(item: number): ActiveFeatures {
    const features = this.ofItems[item]
    if (!features) throw new RangeError(`item must be a whole number below ${this.ofItems.length}, got ${item}`)
    return features
  }

  /** All that is not 0 when this person watches this item in this context. */
  active(user: Who, item: number, now?: Context): ActiveFeatures {
    const [person, film] = [this.ofPerson(user, now), this.ofItem(item)]
    const all = [person, film].flatMap(({ feature, value, field }) =>
      Array.from(feature, (id, k) => ({ id, value: value[k], field: field[k] })),
    )
    all.sort((a, b) => a.id - b.id)
    return packed({
      feature: all.map(({ id }) => id),
      value: all.map(({ value }) => value),
      field: all.map(({ field }) => field),
    })
  }

  /** Room for so many examples, all 0. */
  batch(rows: number): ExampleBatch {
    return { feature: new Int32Array(rows * this.width), value: new Float32Array(rows * this.width) }
  }

  /**
   * Writes one example into a row of a batch. Every context field must be known, as those of the data are: throws
   * RangeError where one is not.
   */
  write({ feature, value }: ExampleBatch, row: number, user: Who, item: number, now: Context): void {
    checkContext(now, this.context)
    const start = row * this.width
    for (let slot = 0; slot < this.width; slot++) feature[start + slot] = this.fields[this.slotField[slot]].first
    value.fill(0, start, start + this.width)
    const set = (slot: number, id: number, x: number) => {
      feature[start + slot] = id
      value[start + slot] = x
    }
    const own = this.ofItem(item)
    for (let k = 0, slot = 0; k < own.feature.length; k++) {
      slot = k > 0 && own.field[k] === own.field[k - 1] ? slot + 1 : this.fields[own.field[k]].slot
      set(slot, own.feature[k], own.value[k])
    }
    const person = this.field('user')
    if (person && user !== 'new') set(person.slot, person.first + this.checked(user), 1)
    for (const { field, place } of this.moments) {
      const code = now[place]
      const { name, first, slot } = this.fields[field]
      if (code === undefined) throw new RangeError(`context: ${name} must be known in an example to learn from`)
      set(slot, first + code, 1)
    }
  }

  private checked(user: number): number {
    if (Number.isInteger(user) && user >= 0 && user < this.people) return user
    throw new RangeError(`user must be a whole number below ${this.people}, got ${user}`)
  }

  private featuresOf(item: Item, id: number, known: readonly (FieldValues & { name: FieldName })[]): ActiveFeatures {
    const entries: Entries = { feature: [], value: [], field: [] }
    known.forEach(({ name, places }, field) => {
      const { first } = this.fields[field]
      if (name === 'item') push(entries, first + id, 1, field)
      const own = [...new Set(ofTheItem[name]?.(item))].flatMap((value) => places.get(value) ?? [])
      for (const place of own.sort((a, b) => a - b)) push(entries, first + place, 1 / Math.sqrt(own.length), field)
    })
    return packed(entries)
  }
}

/** A context field: its field here, its place in the data's context, and how often each value occurs in training. */
interface Moment {
  readonly field: number
  readonly place: number
  readonly shares: Float64Array
}

interface FieldValues {
  readonly names: readonly string[]
  /** the place of each name, where items are looked up by it */
  readonly places: ReadonlyMap<string, number>
  readonly slots: number
}

function checkFields(wanted: readonly FieldName[]) {
  wanted.forEach((name, place) => {
    if (!fieldNames.includes(name)) {
      throw new RangeError(`fields: there is no field ${String(name)}; there are ${fieldNames.join(', ')}`)
    }
    if (wanted.indexOf(name) !== place) throw new RangeError(`fields: ${name} is named twice`)
  })
}

function valuesOf(name: FieldName, { ratings, context }: TrainingData['interactions'], items: readonly Item[]) {
  const none = new Map<string, number>()
  if (name === 'user')
    return { names: Array.from({ length: ratings.rows }, (_, p) => `${p + 1}`), places: none, slots: 1 }
  if (name === 'item') return { names: items.map(({ title }) => title), places: none, slots: 1 }
  const of = ofTheItem[name]
  if (of) return sharedValues(items.map((item) => [...new Set(of(item))]))
  const names = context.find(({ id }) => id === name)?.values ?? []
  return { names, places: none, slots: 1 }
}

/** The values that more than one item has, by code point, and how many of them an item has at most. */
function sharedValues(ofItems: readonly (readonly string[])[]): FieldValues {
  const items = new Map<string, number>()
  for (const values of ofItems) for (const value of values) items.set(value, (items.get(value) ?? 0) + 1)
  const names = [...items.keys()].filter((value) => items.get(value)! > 1).sort((a, b) => (a < b ? -1 : 1))
  const places = new Map(names.map((value, place) => [value, place]))
  const slots = ofItems.reduce((most, values) => Math.max(most, values.filter((value) => places.has(value)).length), 0)
  return { names, places, slots }
}

function nameOf(field: FieldName, value: string): string {
  if (field === 'item') return value
  return field === 'user' ? `person ${value}` : `${field}: ${value}`
}

function momentOf(name: FieldName, field: number, { context }: TrainingData['interactions']): Moment[] {
  const place = context.findIndex(({ id }) => id === name)
  if (place < 0) return []
  const { values, code } = context[place]
  const shares = new Float64Array(values.length)
  for (const value of code) shares[value] += 1 / code.length
  if (code.length === 0) shares.fill(1 / values.length)
  return [{ field, place, shares }]
}

function push({ feature, value, field }: Entries, id: number, x: number, of: number) {
  feature.push(id)
  value.push(x)
  field.push(of)
}

const packed = ({ feature, value, field }: Entries): ActiveFeatures => ({
  feature: Int32Array.from(feature),
  value: Float32Array.from(value),
  field: Int32Array.from(field),
})
