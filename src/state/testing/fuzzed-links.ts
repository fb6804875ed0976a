import { deflateSync } from 'fflate'
import fc from 'fast-check'
import type { Rated } from '../../../workers/contract/system.ts'
import type { PresetName, Setting, SettingValue, Spec } from '../../../workers/contract/spec.ts'
import type { DatasetInfo } from '../../../workers/lab/api.ts'
import { listMetrics } from '../../../workers/evaluation/metrics/spec.ts'
import { defaultChoice, firstExperiment, contextFields, specs, type Choice, type Experiment } from '../experiment.ts'
import { linkOf } from '../link.ts'
import { highestId, packRatings } from '../link-ratings.ts'

/** Ratings of distinct films, on any scale there is. */
export const ratingsOf = (most: number): fc.Arbitrary<Rated[]> =>
  fc.uniqueArray(
    fc.record({
      item: fc.oneof({ weight: 9, arbitrary: fc.nat(10_000) }, { weight: 1, arbitrary: fc.nat(highestId) }),
      rating: fc.nat(10).map((halves) => halves / 2),
    }),
    { selector: ({ item }) => item, maxLength: most },
  )

function valueOf(setting: Setting) {
  if (setting.kind === 'choice') return fc.constantFrom(...setting.options.map(({ value }) => value))
  if (setting.whole) return fc.integer({ min: setting.low, max: setting.high })
  return fc.double({ min: setting.low, max: setting.high, noNaN: true })
}

function choiceFor(spec: Spec): fc.Arbitrary<Choice> {
  const ids = spec.settings.filter(({ id }) => id !== 'likedFrom')
  return fc
    .record({
      preset: fc.constantFrom(...(Object.keys(spec.presets) as PresetName[])),
      changes: fc.record(Object.fromEntries(ids.map((setting) => [setting.id, valueOf(setting)])), {
        requiredKeys: [],
      }),
      step: fc.oneof(fc.constant('last' as const), fc.nat(1000)),
    })
    .map(({ preset, changes, step }) => ({
      preset,
      step,
      changes: Object.fromEntries(
        Object.entries(changes as Record<string, SettingValue>).filter(
          ([id, value]) => value !== undefined && value !== spec.presets[preset]!.values[id],
        ),
      ),
    }))
}

const isDefault = ({ preset, changes, step }: Choice) =>
  preset === defaultChoice.preset && step === defaultChoice.step && Object.keys(changes).length === 0

const choicesOf = fc
  .record(Object.fromEntries(specs.map((spec) => [spec.id, choiceFor(spec)])), { requiredKeys: [] })
  .map((choices) =>
    Object.fromEntries(Object.entries(choices as Record<string, Choice>).filter(([, choice]) => !isDefault(choice))),
  )

const place = fc.oneof(
  fc.constantFrom(...specs).map(({ id }) => ({ view: 'learn' as const, system: id })),
  fc.constantFrom('start' as const, 'data' as const).map((view) => ({ view, system: firstExperiment.system })),
)

/** Any experiment that the page can be in. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    place,
    dataset: fc.constantFrom('films@1', 'course@1', 'import:9f3a2b'),
    choices: choicesOf,
    likedFrom: fc.constantFrom(0, 2, 3, 4, 5),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    who: fc.oneof(fc.constant('you' as const), fc.nat(7000)),
    n: fc.constantFrom(5, 10, 20),
    metric: fc.option(fc.constantFrom(...listMetrics.map(({ id }) => id)), { nil: undefined }),
    now: fc
      .record(
        Object.fromEntries(contextFields.map((field) => [field, fc.constantFrom('night', 'home', 'big screen')])),
        {
          requiredKeys: [],
        },
      )
      .map((now) => (Object.keys(now).length > 0 ? now : undefined)),
    arrangement: fc.option(
      ratingsOf(20).filter((list) => list.length > 0),
      { nil: undefined },
    ),
    selection: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constantFrom('item' as const, 'person' as const), id: fc.nat(9999) }),
        fc.record({ kind: fc.constant('pair' as const), a: fc.nat(9999), b: fc.nat(9999) }),
      ),
      { nil: undefined },
    ),
  })
  .map(({ place, selection, metric, arrangement, now, ...rest }) => ({
    ...rest,
    ...place,
    ...(selection ? { selection } : {}),
    ...(metric ? { metric } : {}),
    ...(now ? { now } : {}),
    ...(arrangement ? { arrangement } : {}),
  }))

/** The same with at most two settings changed, of one system: their links are as long as most are. */
export const plainExperiments = fc.tuple(experiments, fc.nat()).map(([experiment, nth]): Experiment => {
  const chosen = Object.entries(experiment.choices)
  const [system, choice] = chosen[nth % chosen.length] ?? []
  if (!system || !choice) return experiment
  const changes = Object.fromEntries(Object.entries(choice.changes).slice(0, 2))
  const plain = { ...choice, changes }
  return { ...experiment, choices: isDefault(plain) ? {} : { [system]: plain } }
})

/** Ratings as links held them before they had check digits, any at all. */
export function packedBefore(ratings: readonly Rated[], deflated: boolean): string {
  const bytes = ratings.flatMap(({ item, rating }) => {
    const halves = rating * 2
    const fits = Number.isInteger(halves) && halves >= 0 && halves <= 255
    const thousandths = Math.round(rating * 1000)
    const zigzag = thousandths < 0 ? -2 * thousandths - 1 : 2 * thousandths
    return [...varint(item * 2 + (fits ? 0 : 1)), ...(fits ? [halves] : varint(zigzag))]
  })
  const plain = Uint8Array.from(bytes)
  return deflated ? `1${base64url(deflateSync(plain, { level: 9 }))}` : `0${base64url(plain)}`
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]

export const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** A link as they were made before: without check digits. */
export const linkBefore = (experiment: Experiment, ratings: readonly Rated[], deflated: boolean): string => {
  const link = linkOf(experiment, []).replace(/c=[\w-]{3}&?/, '')
  const list = experiment.arrangement && packedBefore(experiment.arrangement, false)
  const before = list ? link.replace(/list=[\w-]*/, `list=${list}`) : link
  if (ratings.length === 0) return before.replace(/\?$/, '')
  const joint = before.endsWith('?') ? '' : before.includes('?') ? '&' : '?'
  return `${before}${joint}r=${packedBefore(ratings, deflated)}`
}

/** Ratings that cannot be: too high, too low, between, twice, of films that there cannot be. */
const impossibleRatings: fc.Arbitrary<Rated[]> = fc.array(
  fc.record({
    item: fc.oneof(fc.nat(400), fc.constantFrom(365, 5000, 2 ** 31, 2 ** 32, 2 ** 32 + 3, 2 ** 40)),
    rating: fc.oneof(
      fc.nat(10).map((halves) => halves / 2),
      fc.constantFrom(-1000, -0.5, 0.25, 3.3, 5.5, 127.5, 1e6),
    ),
  }),
  { maxLength: 40 },
)

/** Packed as ratings are, and none: they unpack to a thousand times as much. */
const bombs = [10, 1000, 100_000, 1_000_000].flatMap((count) => [
  `1${base64url(deflateSync(new Uint8Array(2 * count), { level: 9 }))}`,
  `1${base64url(deflateSync(Uint8Array.from({ length: 2 * count }, (_, k) => (k % 2 === 0 ? (k / 2) % 128 : 10))))}`,
])

const strangeValues = [
  ...['', '0', '-0', '007', '1e3', '1E3', '1e999', '1.0', '.5', '5.', '0x10', '0b1', '1_000', '+1', ' 1', '1 ', 'NaN'],
  ...['Infinity', '-Infinity', '-1', '4294967295', '4294967296', '1099511627776', '9'.repeat(400), 'null', 'undefined'],
  ...[
    'true',
    '[]',
    '{}',
    '__proto__',
    'constructor',
    'toString',
    '５',
    '½',
    '\u202egnp',
    '\u0000',
    '\ud800',
    '🎬',
    'हिन्दी',
  ],
  ...[
    '%',
    '%zz',
    '%F0%9F',
    '%00',
    '%26',
    '%3D',
    'film5000',
    'film-1',
    'film1e3',
    'person4294967296',
    'pair1',
    'pair1-2-3',
  ],
  ...[
    'film1-2',
    'pair3-3',
    'place:home.place:away',
    ':',
    '.',
    'place:',
    'import:',
    'import:0abc',
    'films@2',
    'a'.repeat(9000),
  ],
  ...bombs,
]

const strangeKeys = [
  'r',
  'list',
  'c',
  'who',
  'at',
  'n',
  'seed',
  'step',
  'data',
  'liked',
  'now',
  'metric',
  'preset',
  'alpha',
]

/** Links of any making: sound ones of this page and of those before it, damaged, spliced, and with values of every kind. */
export function fuzzedLinks(): fc.Arbitrary<string> {
  const sample = <T>(values: fc.Arbitrary<T>, count: number) => fc.sample(values, { seed: 14, numRuns: count })
  const most = fc.oneof({ weight: 29, arbitrary: plainExperiments }, { weight: 1, arbitrary: experiments })
  const made = sample(fc.tuple(most, ratingsOf(20), fc.nat(2)), 400).map(([experiment, ratings, age]) =>
    age < 2 ? linkBefore(experiment, ratings, age === 1) : linkOf(experiment, ratings),
  )
  const packed = [
    ...sample(fc.tuple(impossibleRatings, fc.boolean()), 200).map(([ratings, deflated]) =>
      packedBefore(ratings, deflated),
    ),
    ...sample(ratingsOf(60), 50).map(packRatings),
  ]
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const link = fc.constantFrom(...made)
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const at = (text: string, place: number) => Math.floor(place * text.length)
  const value = fc.oneof(fc.constantFrom(...packed), fc.constantFrom(...strangeValues), text)
  const withPair = ([link, key, value]: [string, string, string]) =>
    `${link}${link.includes('?') ? '&' : '?'}${key}=${value}`
  return fc.oneof(
    link,
    text,
    text.map((text) => `v1.${text}`),
    fc.tuple(link, place).map(([link, place]) => link.slice(0, at(link, place))),
    fc.tuple(link, place, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })).map(([link, place, unit]) => {
      const k = at(link, place)
      return link.slice(0, k) + unit + link.slice(k + 1)
    }),
    fc.tuple(link, place, link, place).map(([a, p, b, q]) => a.slice(0, at(a, p)) + b.slice(at(b, q))),
    fc.tuple(link, fc.constantFrom(...strangeKeys), value).map(withPair),
    fc.tuple(link, value).map(([link, value]) => withPair([link.replace(/&?r=.*/, ''), 'r', value])),
    fc.tuple(link, place, value).map(([link, place, value]) => {
      const pairs = link.split('&')
      const k = at('-'.repeat(pairs.length), place)
      return pairs.with(k, pairs[k]!.replace(/=.*/s, `=${value}`)).join('&')
    }),
    fc.tuple(link, fc.nat(5)).map(([link, times]) => `${link}&${link.repeat(times)}`),
  )
}

/** Data as large as the films of a first visit, and with nothing known of any moment. */
export const filmsInfo = (id: string): DatasetInfo => ({ ...films, id })

const films: DatasetInfo = {
  id: 'films@1',
  name: 'Films',
  simulated: true,
  notes: [],
  people: 600,
  ratings: 0,
  items: Array.from({ length: 365 }, (_, k) => ({ title: `Film ${k}`, genres: [], tones: [] })),
  scale: { low: 1, high: 5, step: 1 },
  provenance: '',
  licence: '',
  context: [],
  viewers: new Uint32Array(365),
  starters: [],
  example: 0,
}
