import { openedFirst } from '../../workers/algorithms/catalog.ts'
import { catalog, systemOf } from '../../workers/catalog.ts'
import {
  withSettings,
  type PresetName,
  type Settings,
  type SettingValue,
  type Spec,
} from '../../workers/contract/spec.ts'
import type { Context, Rated } from '../../workers/contract/system.ts'
import type { ContextField } from '../../workers/data/dataset.ts'
import type { DatasetInfo, RunRequest } from '../../workers/lab/api.ts'

export type ViewName = 'start' | 'learn' | 'data'

/** Whose list is shown: the visitor's, that of a link's ratings, or that of a person of the data, by id. */
export type WhoShown = 'you' | 'link' | number

export type Selection =
  | { readonly kind: 'item'; readonly id: number }
  | { readonly kind: 'person'; readonly id: number }
  /** two films; on a page that compares people, two people */
  | { readonly kind: 'pair'; readonly a: number; readonly b: number }

export const contextFields = ['time of day', 'place', 'device', 'company'] as const satisfies ContextField['id'][]

/** The moment that is asked about: a value by field, both by name. A field that is missing may be anything. */
export type ChosenContext = Readonly<Partial<Record<ContextField['id'], string>>>

/** What is chosen for one system: a preset, what differs from it, and where the playhead stands. */
export interface Choice {
  readonly preset: PresetName
  readonly changes: Settings
  readonly step: number | 'last'
}

/** Everything a link holds besides ratings. Serialisable; the device is no part of it. */
export interface Experiment {
  readonly view: ViewName
  readonly dataset: string
  readonly system: string
  /** by system id; a system that is missing has the default choice */
  readonly choices: Readonly<Record<string, Choice>>
  /** shared by all systems: ratings below it count as not watched */
  readonly likedFrom: number
  readonly seed: number
  readonly who: WhoShown
  readonly selection?: Selection
  /** films shown in a list */
  readonly n: number
  /** a judged list as the visitor arranged it, each film with the grade they gave it (0: no good); absent: as it came */
  readonly arrangement?: readonly Rated[]
  /** the metric looked at, where there are several */
  readonly metric?: string
  /** absent: any; shared by all systems that learn from circumstances, the others take no notice */
  readonly now?: ChosenContext
}

export const specs: readonly Spec[] = catalog.map(({ spec }) => spec)

/** A spec by id; throws on an unknown one. */
export const specOf = (id: string): Spec => systemOf(id).spec

/** A pair pinned on the page of a system that compares people is of two people, on every other of two films. */
export const pairsArePeople = (system: string) => specOf(system).compares === 'people'

export const defaultChoice: Choice = { preset: 'tuned', changes: {}, step: 'last' }

export const firstExperiment: Experiment = {
  view: 'start',
  dataset: 'films@1',
  system: openedFirst.id,
  choices: {},
  likedFrom: 4,
  seed: 42,
  who: 'you',
  n: 5,
}

export const choiceOf = (experiment: Experiment, system = experiment.system): Choice =>
  experiment.choices[system] ?? defaultChoice

/** A system's settings in full: preset, changes, and the shared `likedFrom` where the system has it. */
export function settingsOf(experiment: Experiment, system = experiment.system): Settings {
  const spec = specOf(system)
  const { preset, changes } = choiceOf(experiment, system)
  const shared: Settings = hasLikedFrom(spec) ? { likedFrom: experiment.likedFrom } : {}
  return withSettings(spec, preset, { ...changes, ...shared })
}

/** Every system is judged by what counts as liked, those that learn from all stars, too. */
export const runOf = (experiment: Experiment, system = experiment.system): RunRequest => ({
  dataset: experiment.dataset,
  algorithm: system,
  settings: settingsOf(experiment, system),
  seed: experiment.seed,
  ...(!hasLikedFrom(specOf(system)) && { relevantFrom: experiment.likedFrom }),
})

/** One name for one run: equal runs have equal keys. */
export function runKey({ dataset, algorithm, settings, seed, relevantFrom }: RunRequest): string {
  const values = Object.keys(settings)
    .sort()
    .map((id) => `${id}=${settings[id]}`)
  const judged = relevantFrom === undefined ? [] : [`relevantFrom=${relevantFrom}`]
  return [dataset, algorithm, seed, ...values, ...judged].join(' ')
}

export const hasLikedFrom = (spec: Spec) => spec.settings.some(({ id }) => id === 'likedFrom')

/** The experiment with another choice for one system. */
export function withChoice(experiment: Experiment, change: Partial<Choice>, system = experiment.system): Experiment {
  const choice = { ...choiceOf(experiment, system), ...change }
  return { ...experiment, choices: { ...experiment.choices, [system]: choice } }
}

/** The experiment with one setting changed. What equals the preset is not kept as a change. */
export function withSetting(experiment: Experiment, id: string, value: SettingValue): Experiment {
  if (id === 'likedFrom') return { ...experiment, likedFrom: Number(value) }
  const { preset, changes } = choiceOf(experiment)
  const { [id]: _, ...others } = changes
  const same = specOf(experiment.system).presets[preset]?.values[id] === value
  return withChoice(experiment, { changes: same ? others : { ...others, [id]: value } })
}

/** The preset that the settings are, or 'yours'. `likedFrom` says something about you, not about the preset. */
export function presetShown({ preset, changes }: Choice): PresetName | 'yours' {
  return Object.keys(changes).length === 0 ? preset : 'yours'
}

/** The experiment with every list as it came. */
export function asItCame({ arrangement: _, ...experiment }: Experiment): Experiment {
  return experiment
}

/** The experiment for other data: nobody and no film of it is chosen. */
export function withoutPeopleAndFilms({ selection: _, ...experiment }: Experiment): Experiment {
  return { ...asItCame(experiment), who: 'you' }
}

/** The experiment in another moment; one that says nothing is not kept. */
export function inContext({ now: _, ...experiment }: Experiment, now: ChosenContext): Experiment {
  return Object.keys(now).length === 0 ? experiment : { ...experiment, now }
}

/** The moment as the engine reads it, for a system that learns from circumstances; undefined: any. */
export function contextOf({ now, system }: Experiment, { context }: DatasetInfo): Context | undefined {
  if (!now || !specOf(system).inContext) return undefined
  const codes = context.map(({ id, values }) => {
    const code = values.indexOf(now[id] ?? '')
    return code < 0 ? undefined : code
  })
  return codes.some((code) => code !== undefined) ? codes : undefined
}

/** What differs between two runs of a system, in words: "Shrinkage 0", "seed 7", or "before" where it is more than one. */
export function differenceName(before: RunRequest, now: RunRequest): string {
  const spec = specOf(now.algorithm)
  const changed = spec.settings.filter(({ id }) => before.settings[id] !== now.settings[id])
  if (before.dataset !== now.dataset) return 'before'
  if (changed.length === 1 && before.seed === now.seed) {
    const setting = changed[0]!
    const name = setting.kind === 'number' && setting.symbol ? setting.symbol : setting.name.toLowerCase()
    return `${name} ${settingText(spec, setting.id, before.settings[setting.id]!)}`
  }
  if (changed.length === 0 && before.seed !== now.seed) return `seed ${before.seed}`
  const preset = (Object.keys(spec.presets) as PresetName[]).find((name) =>
    spec.settings.every(({ id }) => id === 'likedFrom' || spec.presets[name]!.values[id] === before.settings[id]),
  )
  return preset ? `${preset} settings` : 'settings before'
}

/** A setting's value as it is read on the page. */
export function settingText(spec: Spec, id: string, value: SettingValue): string {
  const setting = spec.settings.find((candidate) => candidate.id === id)
  if (setting?.kind === 'choice')
    return setting.options.find((option) => option.value === value)?.label ?? String(value)
  return typeof value === 'number' ? value.toLocaleString('en', { maximumSignificantDigits: 4 }) : value
}

/** Ratings with one set, changed or (undefined) taken back; newest first. */
export function withRating(ratings: readonly Rated[], item: number, rating: number | undefined): readonly Rated[] {
  if (rating === undefined) return ratings.filter((rated) => rated.item !== item)
  // A changed rating keeps its place, so that the list does not jump under the hand that corrects it.
  if (ratings.some((rated) => rated.item === item))
    return ratings.map((rated) => (rated.item === item ? { item, rating } : rated))
  return [{ item, rating }, ...ratings]
}
