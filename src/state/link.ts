import type { Rated } from '../../workers/contract/system.ts'
import type { PresetName, Setting, SettingValue, Spec } from '../../workers/contract/spec.ts'
import { listMetrics } from '../../workers/evaluation/metrics/spec.ts'
import {
  choiceOf,
  defaultChoice,
  firstExperiment,
  contextFields,
  specs,
  type Choice,
  type Experiment,
  type ChosenContext,
  type Selection,
  type ViewName,
} from './experiment.ts'
import { lostRatings } from './fit-to-data.ts'
import { checkOf } from './link-check.ts'
import { highestId, longestLink, packRatings, unpackRatings } from './link-ratings.ts'

/**
 * An experiment as the part of an address after "#", and back; docs/links.md says what is in it. Defaults are left out.
 * Ids are permanent. Nothing of a link is believed: what is out of bounds is left at its nearest valid value or out, and
 * named in `unread`. Whether the data has it is seen when that is open (shown.ts).
 */
const version = 1

/** What is made is shorter, even with every setting of every system changed. */
const longestRead = 2 * longestLink

const longestArrangement = 20

/** A notice names so much that could not be read. */
const mostNamed = 12

const views: readonly ViewName[] = ['start', 'learn', 'data']

export interface Opened {
  readonly experiment: Experiment
  /** the link's ratings, newest first; absent where it holds none */
  readonly ratings?: readonly Rated[]
  /** what could not be read, in words */
  readonly unread: readonly string[]
  /** it is no link: nothing of it was read */
  readonly refused?: true
}

type Params = readonly (readonly [key: string, value: string])[]

/** `v1.…`, without "#". */
export function linkOf(experiment: Experiment, ratings: readonly Rated[]): string {
  const { view, system, dataset, seed, likedFrom, who, selection, n, arrangement, metric, now } = experiment
  const params: [string, string][] = []
  const add = (key: string, value: number | string) => params.push([key, String(value)])
  for (const spec of specs) addChoice(spec, experiment, add)
  if (dataset !== firstExperiment.dataset) add('data', dataset)
  if (likedFrom !== firstExperiment.likedFrom) add('liked', likedFrom)
  if (seed !== firstExperiment.seed) add('seed', seed)
  if (typeof who === 'number') add('who', who)
  if (selection) add('at', selectionText(selection))
  if (n !== firstExperiment.n) add('n', n)
  if (metric !== undefined) add('metric', metric)
  if (now) add('now', contextText(now))
  if (arrangement) add('list', packRatings(arrangement))
  const place = placeText(view, system)
  const packed = fitting(place, params, ratings)
  return join(place, packed === undefined ? params : [...params, ['r', packed]])
}

const placeText = (view: ViewName, system: string) => (view === 'learn' ? `learn/${system}` : view)

function addChoice(spec: Spec, experiment: Experiment, add: (key: string, value: number | string) => void) {
  const choice = choiceOf(experiment, spec.id)
  if (choice === defaultChoice) return
  const { preset, changes, step } = choice
  const prefix = experiment.view === 'learn' && experiment.system === spec.id ? '' : `${spec.id}.`
  if (preset !== defaultChoice.preset) add(`${prefix}preset`, preset)
  for (const { id } of spec.settings) if (changes[id] !== undefined) add(prefix + id, changes[id])
  if (step !== 'last') add(`${prefix}step`, step)
}

/** The ratings packed: of too many for a link, the newest. */
function fitting(place: string, params: Params, ratings: readonly Rated[]): string | undefined {
  for (let kept = ratings.length; kept > 0; kept = Math.floor(kept * 0.9)) {
    const packed = packRatings(ratings.slice(0, kept))
    if (join(place, [...params, ['r', packed]]).length <= longestLink) return packed
  }
  return undefined
}

function join(place: string, params: Params): string {
  if (params.length === 0) return `v${version}.${place}`
  const all = [['c', checkOf(checkedText(place, params))] as const, ...params]
  return `v${version}.${place}?${all.map(([key, value]) => `${key}=${escapeValue(value)}`).join('&')}`
}

/** What a link's check digits are of: all but themselves, however it was escaped on its way. */
const checkedText = (place: string, params: Params) =>
  [place, ...params.map(([key, value]) => `${key}=${value}`)].join('&')

const escapeValue = (value: string) =>
  encodeURIComponent(value).replaceAll('%20', '+').replaceAll('%40', '@').replaceAll('%3A', ':')

function selectionText(selection: Selection): string {
  if (selection.kind === 'item') return `film${selection.id}`
  if (selection.kind === 'person') return `person${selection.id}`
  return `pair${selection.a}-${selection.b}`
}

const contextText = (now: ChosenContext) =>
  contextFields.flatMap((field) => (now[field] === undefined ? [] : [`${field}:${now[field]}`])).join('.')

/** Opens `#v1.…`; undefined for an empty address. Never throws; the work is bounded by the length. */
export function openLink(hash: string): Opened | undefined {
  if (hash === '' || hash === '#') return undefined
  if (hash.length > longestRead) return refused('it is longer than any link')
  const [start, made] = /^#?v([1-9]\d{0,5})\./.exec(hash) ?? []
  if (start === undefined || made === undefined) return refused('it does not begin with “v1.”')
  const rest = hash.slice(start.length)
  const mark = rest.indexOf('?')
  const [place, query] = mark < 0 ? [rest, undefined] : [rest.slice(0, mark), rest.slice(mark + 1)]
  const unread: string[] = []
  if (Number(made) > version) unread.push(`its version, ${made}: this page reads version ${version}`)
  const opened = readExperiment(place, readParams(query, unread), unread)
  const more = unread.length - mostNamed
  return more > 0 ? { ...opened, unread: [...unread.slice(0, mostNamed), `${more} more`] } : opened
}

const refused = (why: string): Opened => ({
  experiment: firstExperiment,
  unread: [`the whole address: ${why}, so what was here stays`],
  refused: true,
})

/** All that stands after "?", in order; what is not escaped as it should be is left out. */
function readParams(query: string | undefined, unread: string[]): Params {
  if (query === '') unread.push('all after “?”')
  return (query ?? '').split('&').flatMap((part) => {
    if (part === '') return []
    const [key, ...value] = part.split('=')
    try {
      return [[decodeURIComponent(key!), decodeURIComponent(value.join('=').replaceAll('+', ' '))] as const]
    } catch {
      unread.push(`“${brief(part)}”`)
      return []
    }
  })
}

/** As much of what a link says as a notice has room for, without what would turn or hide the rest. */
function brief(text: string): string {
  const shown = text.slice(0, 24).replace(/\p{C}/gu, '�')
  return text.length > 24 ? `${shown}…` : shown
}

/** The values by key. Of a key that stands twice the first holds. */
function firstOfEach(params: Params, unread: string[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const [key, value] of params) {
    if (values.has(key)) unread.push(`${brief(key)}=${brief(value)}: ${brief(key)} stands there already`)
    else values.set(key, value)
  }
  return values
}

function readExperiment(placeText: string, told: Params, unread: string[]): Opened {
  const place = readPlace(placeText, unread)
  const params = firstOfEach(told, unread)
  const take: Take = (key, read) => {
    const text = params.get(key)
    params.delete(key)
    if (text === undefined) return undefined
    const value = read(text)
    if (value === undefined) unread.push(`${key}=${brief(text)}`)
    return value
  }
  const check = take('c', (text) => text)
  const others = told.filter(([key]) => key !== 'c')
  if (check !== undefined && check !== checkOf(checkedText(placeText, others)))
    unread.push('its check digits: it was cut short or changed since it was made')
  const unpack = (text: string) => unpackRatings(text, check !== undefined)
  const dataset = take('data', (text) => (/^(films@1|course@1|import:[0-9a-z]{1,64})$/.test(text) ? text : undefined))
  const likedFrom = take('liked', (text) => oneOf([0, 2, 3, 4, 5], text))
  const seed = take('seed', (text) => wholeNumber(text, 0xffffffff))
  const who = take('who', (text) => wholeNumber(text))
  const selection = take('at', readSelection)
  const n = take('n', (text) => oneOf([5, 10, 20], text))
  const metric = take('metric', (text) => listMetrics.find(({ id }) => id === text)?.id)
  const now = take('now', (text) => readContext(text, unread))
  const arrangement = take('list', (text) => readArrangement(unpack(text)))
  const { ratings, lost = 0 } = take('r', unpack) ?? {}
  if (lost > 0) unread.push(lostRatings(lost, 'there can be no such film or stars, or the film stands there already'))
  const choices = readChoices(place, params, take, unread)
  for (const key of params.keys()) unread.push(brief(key))
  const experiment: Experiment = {
    ...firstExperiment,
    ...place,
    choices,
    ...(dataset === undefined ? {} : { dataset }),
    ...(likedFrom === undefined ? {} : { likedFrom }),
    ...(seed === undefined ? {} : { seed }),
    ...(n === undefined ? {} : { n }),
    ...(selection === undefined ? {} : { selection }),
    ...(metric === undefined ? {} : { metric }),
    ...(now === undefined || Object.keys(now).length === 0 ? {} : { now }),
    ...(arrangement === undefined ? {} : { arrangement }),
    who: who ?? (ratings?.length ? 'link' : 'you'),
  }
  return { experiment, unread, ...(ratings?.length ? { ratings } : {}) }
}

function readPlace(text: string, unread: string[]): { view: ViewName; system: string } {
  const [name, id] = text.split('/')
  const view = views.find((known) => known === name) ?? 'start'
  const system = (view === 'learn' ? specs.find((spec) => spec.id === id)?.id : undefined) ?? firstExperiment.system
  if (view !== name) unread.push(`the page “${brief(name!)}”`)
  else if (view === 'learn' && system !== id) unread.push(`the system “${brief(id ?? '')}”`)
  else if (placeText(view, system) !== text) unread.push(`the page “${brief(text)}”`)
  return { view, system }
}

type Take = <T>(key: string, read: (text: string) => T | undefined) => T | undefined

function readChoices(
  place: { view: ViewName; system: string },
  params: Map<string, string>,
  take: Take,
  unread: string[],
): Record<string, Choice> {
  const choices: Record<string, Choice> = {}
  for (const spec of specs) {
    const prefix = place.view === 'learn' && place.system === spec.id ? '' : `${spec.id}.`
    const preset = take(`${prefix}preset`, (text) => presetNamed(spec, text)) ?? defaultChoice.preset
    const changes: Record<string, SettingValue> = {}
    for (const setting of spec.settings) {
      const text = setting.id === 'likedFrom' ? undefined : params.get(prefix + setting.id)
      if (text === undefined) continue
      params.delete(prefix + setting.id)
      const { value, exact } = nearest(setting, text)
      if (!exact) unread.push(`${prefix}${setting.id}=${brief(text)}`)
      if (value !== undefined && value !== spec.presets[preset]?.values[setting.id]) changes[setting.id] = value
    }
    const step = take(`${prefix}step`, (text) => wholeNumber(text)) ?? 'last'
    if (preset !== defaultChoice.preset || Object.keys(changes).length > 0 || step !== 'last')
      choices[spec.id] = { preset, changes, step }
  }
  return choices
}

const presetNamed = (spec: Spec, text: string): PresetName | undefined =>
  (Object.keys(spec.presets) as PresetName[]).find((name) => name === text)

/** The valid value nearest to what a link says; none where it says no number or an unknown choice. */
function nearest(setting: Setting, text: string): { value?: SettingValue; exact: boolean } {
  if (setting.kind === 'choice') {
    const option = setting.options.find(({ value }) => String(value) === text)
    return option ? { value: option.value, exact: true } : { exact: false }
  }
  if (!/^-?\d{1,22}(\.\d{1,24})?(e[+-]?\d{1,3})?$/.test(text)) return { exact: false }
  const number = Number(text) + 0 // -0 is 0
  const bounded = Math.min(setting.high, Math.max(setting.low, number))
  const value = setting.whole ? Math.round(bounded) : bounded
  return { value, exact: value === number }
}

function readSelection(text: string): Selection | undefined {
  const [, kind, first, second] = /^(film|person|pair)(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  if (first === undefined || (kind === 'pair') !== (second !== undefined)) return undefined
  if (kind === 'pair') return { kind, a: Number(first), b: Number(second) }
  return { kind: kind === 'film' ? 'item' : 'person', id: Number(first) }
}

/** The fields that are known, each once; the others are named. Whether the data knows the values is seen when it is open. */
function readContext(text: string, unread: string[]): ChosenContext {
  const now: Record<string, string> = {}
  for (const part of text.split('.')) {
    const [, name, value] = /^([^:]*):([a-z ]{1,24})$/.exec(part) ?? []
    const field = contextFields.find((known) => known === name)
    if (field && value && now[field] === undefined) now[field] = value
    else unread.push(`now=${brief(part)}`)
  }
  return now
}

/** A list as long as any that is judged, each film once. */
const readArrangement = (list: ReturnType<typeof unpackRatings>): readonly Rated[] | undefined =>
  list?.lost === 0 && list.ratings.length > 0 && list.ratings.length <= longestArrangement ? list.ratings : undefined

const wholeNumber = (text: string, high = highestId) =>
  /^\d{1,10}$/.test(text) && Number(text) <= high ? Number(text) : undefined

const oneOf = (allowed: readonly number[], text: string) => allowed.find((each) => each === wholeNumber(text))

/** Keys with a meaning of their own: no setting of any system may be called so. */
export const reservedKeys = [
  'c',
  'data',
  'liked',
  'seed',
  'who',
  'at',
  'n',
  'metric',
  'now',
  'list',
  'r',
  'preset',
  'step',
]
