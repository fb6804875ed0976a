import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filmsDataset } from '../data/audience.ts'
import type { Context, TrainingData } from '../contract/system.ts'
import { contextAt } from '../contract/context.ts'
import { eventFields, FeatureFields, fieldNames, type ActiveFeatures, type FieldName } from './feature-fields.ts'
import { audienceInContext, smallAudience } from '../testing/small-dataset.ts'

const films = filmsDataset()
const planted = audienceInContext()
const audiences: readonly TrainingData[] = [films, planted, smallAudience()]
const people = ({ interactions }: TrainingData) => interactions.ratings.rows

/** Somebody who watches something, sometime; every context field known. */
const example = fc.constantFrom(...audiences).chain((data) =>
  fc.record({
    data: fc.constant(data),
    fields: fc.shuffledSubarray([...fieldNames], { minLength: 1 }),
    user: fc.oneof(fc.constant('new' as const), fc.nat(people(data) - 1)),
    item: fc.nat(data.items.length - 1),
    now: fc.tuple(...data.interactions.context.map(({ values }) => fc.nat(values.length - 1))),
  }),
)

/** fields in which an item may have nothing */
const ofTheItem: readonly FieldName[] = ['genre', 'tone', 'director', 'country', 'decade']

const made = new Map<string, FeatureFields>()
function fieldsOf(data: TrainingData, names: readonly FieldName[] = eventFields): FeatureFields {
  const key = `${audiences.indexOf(data)} ${names.join()}`
  const fields = made.get(key) ?? new FeatureFields(data, names)
  made.set(key, fields)
  return fields
}

const named = (features: FeatureFields, { feature, value }: ActiveFeatures) =>
  Object.fromEntries(Array.from(feature, (id, k) => [features.names[id], Number(value[k].toFixed(3))]))

describe('the fields of an event', () => {
  test('stand one after another, each feature with a name of its own', () => {
    fc.assert(
      fc.property(example, ({ data, fields: wanted }) => {
        const { fields, size, width, slotField, names } = fieldsOf(data, wanted)
        let [first, slot] = [0, 0]
        for (const field of fields) {
          expect([field.first, field.slot]).toEqual([first, slot])
          first += field.size
          slot += field.slots
        }
        expect([size, width, names.length, slotField.length]).toEqual([first, slot, first, slot])
        expect(new Set(names).size).toBe(size)
        expect(fields.map(({ name }) => name)).toEqual(wanted.filter((name) => fields.some((f) => f.name === name)))
      }),
      { numRuns: 40 },
    )
  })

  test('are what the data knows of it', () => {
    const features = fieldsOf(films)
    expect(features.fields.map(({ name, size }) => [name, size])).toEqual([
      ['user', 600],
      ['item', films.items.length],
      ['genre', new Set(films.items.flatMap(({ genres }) => genres)).size],
      ['time of day', 4],
      ['place', 3],
      ['device', 3],
      ['company', 3],
    ])
    const item = films.items.findIndex(({ genres }) => genres.length === 2)
    const { title, genres } = films.items[item]
    expect(named(features, features.active(3, item, [2, 0, 1, 2]))).toEqual({
      'person 4': 1,
      [title]: 1,
      [`genre: ${genres[0]}`]: 0.707,
      [`genre: ${genres[1]}`]: 0.707,
      'time of day: evening': 1,
      'place: home': 1,
      'device: laptop': 1,
      'company: family': 1,
    })
    expect(fieldsOf(smallAudience()).fields.map(({ name }) => name)).toEqual(['user', 'item', 'genre'])
  })

  test('have length 1 each, and are in their own range', () => {
    fc.assert(
      fc.property(example, ({ data, fields: wanted, user, item, now }) => {
        const features = fieldsOf(data, wanted)
        const { feature, value, field } = features.active(user, item, now)
        features.fields.forEach(({ name, first, size }, f) => {
          const own = Array.from(feature.keys()).filter((k) => field[k] === f)
          for (const k of own) expect(feature[k] >= first && feature[k] < first + size).toBe(true)
          const length = own.reduce((sum, k) => sum + value[k] * value[k], 0)
          if (own.length > 0) expect(length).toBeCloseTo(1, 5)
          else expect(ofTheItem.includes(name) || (name === 'user' && user === 'new')).toBe(true)
        })
        expect([...feature]).toEqual([...feature].sort((a, b) => a - b))
      }),
    )
  })

  test('of person and item together are those of the example', () => {
    fc.assert(
      fc.property(example, ({ data, fields: wanted, user, item, now }) => {
        const features = fieldsOf(data, wanted)
        const parts = [features.ofPerson(user, now), features.ofItem(item)].map((part) => named(features, part))
        expect({ ...parts[0], ...parts[1] }).toEqual(named(features, features.active(user, item, now)))
      }),
    )
  })

  test('that nobody asked about are the usual mix of the training ratings', () => {
    const features = fieldsOf(planted)
    const any = named(features, features.ofPerson('new'))
    const { code } = planted.interactions.context[0]
    const evenings = code.reduce((sum, value) => sum + value, 0) / code.length
    expect(any['time of day: evening']).toBeCloseTo(evenings, 3)
    expect(any['time of day: morning'] + any['time of day: evening']).toBeCloseTo(1, 2)
    expect(named(features, features.ofPerson('new', [undefined, 1]))).toEqual({
      'time of day: morning': any['time of day: morning'],
      'time of day: evening': any['time of day: evening'],
      'company: family': 1,
    })
  })

  test('leave out a director with one film', () => {
    const { fields, names } = new FeatureFields(films, ['director'])
    const directors = films.items.map(({ director }) => director)
    for (const name of names) expect(directors.filter((d) => `director: ${d}` === name).length).toBeGreaterThan(1)
    expect(fields[0].slots).toBe(1)
  })
})

describe('a batch', () => {
  const examples = fc.constantFrom(...audiences).chain((data) =>
    fc.record({
      data: fc.constant(data),
      rows: fc.array(
        fc.record({
          user: fc.oneof(fc.constant('new' as const), fc.nat(people(data) - 1)),
          item: fc.nat(data.items.length - 1),
          entry: fc.nat(data.interactions.time.length - 1),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  )

  test('holds each example in its row, whatever stood there before, and counts nothing else', () => {
    fc.assert(
      fc.property(examples, ({ data, rows }) => {
        const features = fieldsOf(data, [...fieldNames])
        const batch = features.batch(rows.length)
        batch.value.fill(9)
        rows.forEach(({ user, item, entry }, row) =>
          features.write(batch, row, user, item, contextAt(data.interactions, entry)),
        )
        rows.forEach(({ user, item, entry }, row) => {
          const slots = Array.from({ length: features.width }, (_, slot) => row * features.width + slot)
          const active = slots.filter((at) => batch.value[at] !== 0)
          expect({
            feature: Int32Array.from(active, (at) => batch.feature[at]),
            value: Float32Array.from(active, (at) => batch.value[at]),
            field: Int32Array.from(active, (at) => features.slotField[at % features.width]),
          }).toEqual(features.active(user, item, contextAt(data.interactions, entry)))
          for (const at of slots) {
            const { first, size } = features.fields[features.slotField[at % features.width]]
            expect(batch.feature[at] >= first && batch.feature[at] < first + size).toBe(true)
          }
        })
      }),
    )
  })
})

describe('what cannot be is refused, by name', () => {
  const features = fieldsOf(films)
  const refuse = (now: Context) => expect(() => features.ofPerson(0, now))

  test('context', () => {
    refuse([4, 0, 0, 0]).toThrow('context: time of day must be a whole number from 0 (morning) to 3 (night), got 4')
    refuse([0, -1, 0, 0]).toThrow('place must be')
    refuse([0, 0.5, 0, 0]).toThrow('got 0.5')
    refuse([0]).toThrow('one value for each of time of day, place, device, company is needed, got 1')
    expect(() => fieldsOf(smallAudience()).ofPerson(0, [1])).toThrow('context: this data knows none, got 1')
    expect(() => features.write(features.batch(1), 0, 0, 0, [0, undefined, 0, 0])).toThrow(
      'context: place must be known in an example to learn from',
    )
  })

  test('people, items and fields', () => {
    expect(() => features.ofPerson(600)).toThrow('user must be a whole number below 600, got 600')
    expect(() => features.ofItem(-1)).toThrow(`item must be a whole number below ${films.items.length}, got -1`)
    expect(() => new FeatureFields(films, ['user', 'user'])).toThrow('fields: user is named twice')
    expect(() => new FeatureFields(films, ['weather' as FieldName])).toThrow('fields: there is no field weather')
  })
})
