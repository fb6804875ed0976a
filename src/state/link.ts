import type { Rated } from '../../workers/algorithms/algorithm.ts'
import type { PresetName, Setting, SettingValue, Spec } from '../../workers/algorithms/spec.ts'
import { listMetrics } from '../../workers/evaluation/metrics/spec.ts'
import {
  choiceOf,
  defaultChoice,
  firstExperiment,
  momentFields,
  specs,
  type Choice,
  type Experiment,
  type Moment,
  type Selection,
  type ViewName,
} from './experiment.ts'
import { packRatings, unpackRatings } from './link-ratings.ts'

/**
 * An experiment as the part of an address after "#", and back. Version 1:
 *
 *   v1.start   v1.data   v1.learn/als?alpha=40&step=7&item-cf.neighbours=50&seed=7&r=1eJx…
 *
 * Defaults are left out. Settings stand under their ids, `preset` and `step` beside them; those of a system that
 * is not on the page carry its id and a dot. `data` names the dataset, `liked` the shared "liked from", `who` a
 * person of the data, `at` the selection (film12, person4, pair3-17), `n` the films in a list, `list` a list as the
 * visitor arranged and graded it and `r` ratings (both link-ratings.ts), `metric` the metric looked at,
 * `now` the moment asked about (time of day:night.place:home). Ids are permanent. What cannot be read is left at its nearest valid value and named in `unread`.
 */
const version = 1

/** Longer links break in chats and mail; ratings beyond it are left out, the oldest first. */
export const longestLink = 8000

const longestArrangement = 20

const views: readonly ViewName[] = ['start', 'learn', 'data']

export interface Opened {
  readonly experiment: Experiment
  /** the link's ratings, newest first; absent where it holds none */
  readonly ratings?: readonly Rated[]
  /** what could not be read, in words */
  readonly unread: readonly string[]
}

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
  if (now) add('now', momentText(now))
  if (arrangement) add('list', packRatings(arrangement))
  const head = `v${version}.${view}${view === 'learn' ? `/${system}` : ''}`
  return ratings.length === 0 ? join(head, params) : withRatings(head, params, ratings)
}

function addChoice(spec: Spec, experiment: Experiment, add: (key: string, value: number | string) => void) {
  const { preset, changes, step } = choiceOf(experiment, spec.id)
  const prefix = experiment.view === 'learn' && experiment.system === spec.id ? '' : `${spec.id}.`
  if (preset !== defaultChoice.preset) add(`${prefix}preset`, preset)
  for (const { id } of spec.settings) if (changes[id] !== undefined) add(prefix + id, changes[id])
  if (step !== 'last') add(`${prefix}step`, step)
}

function withRatings(head: string, params: readonly [string, string][], ratings: readonly Rated[]): string {
  for (let kept = ratings.length; ; kept = Math.floor(kept * 0.9)) {
    const link = join(head, [...params, ['r', packRatings(ratings.slice(0, kept))]])
    if (link.length <= longestLink || kept === 0) return link
  }
}

const join = (head: string, params: readonly (readonly [string, string])[]) =>
  params.length === 0 ? head : `${head}?${params.map(([key, value]) => `${key}=${escapeValue(value)}`).join('&')}`

const escapeValue = (value: string) =>
  encodeURIComponent(value).replaceAll('%20', '+').replaceAll('%40', '@').replaceAll('%3A', ':')

function selectionText(selection: Selection): string {
  if (selection.kind === 'item') return `film${selection.id}`
  if (selection.kind === 'person') return `person${selection.id}`
  return `pair${selection.a}-${selection.b}`
}

const momentText = (now: Moment) =>
  momentFields.flatMap((field) => (now[field] === undefined ? [] : [`${field}:${now[field]}`])).join('.')

/** Opens `#v1.…`; undefined for an empty address. Never throws. */
export function openLink(hash: string): Opened | undefined {
  const text = hash.replace(/^#/, '')
  if (text === '') return undefined
  const unread: string[] = []
  const [, made, rest] = /^v(\d{1,6})\.(.*)$/s.exec(text) ?? []
  if (made === undefined || rest === undefined)
    return { experiment: firstExperiment, unread: ['the whole address: it does not begin with “v1.”'] }
  if (Number(made) > version) unread.push(`its version, ${made}: this page reads version ${version}`)
  const cut = rest.indexOf('?')
  const head = cut < 0 ? rest : rest.slice(0, cut)
  const params = readParams(cut < 0 ? '' : rest.slice(cut + 1), unread)
  return readExperiment(head, params, unread)
}

function readParams(query: string, unread: string[]): Map<string, string> {
  const params = new Map<string, string>()
  for (const part of query.split('&')) {
    if (part === '') continue
    const [key, ...value] = part.split('=')
    try {
      params.set(decodeURIComponent(key!), decodeURIComponent(value.join('=').replaceAll('+', ' ')))
    } catch {
      unread.push(`“${part}”`)
    }
  }
  return params
}

function readExperiment(head: string, params: Map<string, string>, unread: string[]): Opened {
  const place = readPlace(head, unread)
  const take = <T>(key: string, read: (text: string) => T | undefined): T | undefined => {
    const text = params.get(key)
    params.delete(key)
    if (text === undefined) return undefined
    const value = read(text)
    if (value === undefined) unread.push(`${key}=${text.length > 24 ? `${text.slice(0, 24)}…` : text}`)
    return value
  }
  const dataset = take('data', (text) => (/^(films@1|course@1|import:[0-9a-z]{1,64})$/.test(text) ? text : undefined))
  const likedFrom = take('liked', (text) => oneOf([0, 2, 3, 4, 5], Number(text)))
  const seed = take('seed', (text) => wholeNumber(text, 0xffffffff))
  const who = take('who', (text) => wholeNumber(text))
  const selection = take('at', readSelection)
  const n = take('n', (text) => oneOf([5, 10, 20], Number(text)))
  const metric = take('metric', (text) => listMetrics.find(({ id }) => id === text)?.id)
  const now = take('now', (text) => readMoment(text, unread))
  const arrangement = take('list', readArrangement)
  const ratings = take('r', unpackRatings)
  const choices = readChoices(place, params, take, unread)
  for (const key of params.keys()) unread.push(key)
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

function readPlace(head: string, unread: string[]): { view: ViewName; system: string } {
  const [name, id] = head.split('/')
  const view = views.find((known) => known === name)
  if (!view) unread.push(`the page “${name}”`)
  const system = specs.find((spec) => spec.id === id)?.id
  if (view === 'learn' && !system) unread.push(`the system “${id ?? ''}”`)
  return { view: view ?? 'start', system: (view === 'learn' ? system : undefined) ?? firstExperiment.system }
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
      if (!exact) unread.push(`${prefix}${setting.id}=${text}`)
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
  const number = text.trim() === '' ? NaN : Number(text)
  if (Number.isNaN(number)) return { exact: false }
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
function readMoment(text: string, unread: string[]): Moment {
  const now: Record<string, string> = {}
  for (const part of text.split('.')) {
    const [, name, value] = /^([^:]*):([a-z ]{1,24})$/.exec(part) ?? []
    const field = momentFields.find((known) => known === name)
    if (field && value && now[field] === undefined) now[field] = value
    else unread.push(`now=${part.length > 24 ? `${part.slice(0, 24)}…` : part}`)
  }
  return now
}

/** A list as long as any that is judged, each film once. */
function readArrangement(text: string): readonly Rated[] | undefined {
  const list = unpackRatings(text)
  const films = new Set(list?.map(({ item }) => item)).size
  return list && films === list.length && films > 0 && films <= longestArrangement ? list : undefined
}

const wholeNumber = (text: string, high = 1e9) =>
  /^\d{1,10}$/.test(text) && Number(text) <= high ? Number(text) : undefined

const oneOf = (allowed: readonly number[], value: number) => allowed.find((each) => each === value)

/** Keys with a meaning of their own: no setting of any system may be called so. */
export const reservedKeys = ['data', 'liked', 'seed', 'who', 'at', 'n', 'metric', 'now', 'list', 'r', 'preset', 'step']

/** Are the two the same ratings, in any order? Then a link's are the visitor's own. */
export function sameRatings(a: readonly Rated[], b: readonly Rated[]): boolean {
  if (a.length !== b.length) return false
  const ratings = new Map(a.map(({ item, rating }) => [item, rating]))
  return b.every(({ item, rating }) => ratings.get(item) === rating)
}
