import { closeSync, existsSync, openSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { algorithms } from '../../algorithms/catalog.ts'
import { catalog } from '../../catalog.ts'
import {
  SettingError,
  withSettings,
  type PresetName,
  type Settings,
  type SettingValue,
  type Spec,
} from '../../contract/spec.ts'
import type { DevicePreference } from '../../device/device.ts'
import { numberOf, oneOf, readArguments, type Arguments } from '../terminal/arguments.ts'
import { UsageError } from '../terminal/command.ts'

export const usage = `npm run evaluate -- --data films|course|PATH --algorithm ID[,ID…]|all
  --data              films, course, or a MovieLens folder or zip
  --algorithm         ${catalog.map(({ spec }) => spec.id).join(', ')}; several with commas, or all
  --seed N            of the split and of training (42)
  --device            auto, webgpu or cpu (auto)
  --split             per-user, leave-last-out or random (per-user)
  --test-fraction F   held out, above 0 and below 1 (0.25)
  --folds N           instead: all ratings at random into N folds, each held out once
  --k N               how much of each list is looked at (10)
  --relevant-from R   a held-out rating from here on is relevant (any)
  --preset            course, tuned or tuned-rating (tuned)
  --set ID.setting=value   changes one setting of one system; may be repeated
  --json FILE         writes the results there too`

export const splits = ['per-user', 'leave-last-out', 'random'] as const
export type SplitName = (typeof splits)[number]

export interface EvaluateOptions {
  readonly data: string
  readonly algorithms: readonly ChosenAlgorithm[]
  readonly seed: number
  readonly device: DevicePreference
  readonly split: SplitName
  readonly testFraction: number
  /** cross-validation over so many folds, in place of one split */
  readonly folds?: number
  readonly k: number
  readonly relevantFrom?: number
  readonly json?: string
}

export interface ChosenAlgorithm {
  readonly entry: (typeof catalog)[number]
  /** the preset that the settings came from: `tuned` where the system has none of the name asked for */
  readonly preset: PresetName
  readonly settings: Settings
}

const names = [
  'data',
  'algorithm',
  'seed',
  'device',
  'split',
  'test-fraction',
  'folds',
  'k',
  'relevant-from',
  'preset',
  'set',
  'json',
]

/** Throws UsageError, naming the option, on anything that cannot be meant. */
export function readOptions(args: readonly string[]): EvaluateOptions {
  const given = readArguments(args, names)
  if (given.alone.length > 0) throw new UsageError(`${given.alone[0]} belongs to no option`)
  const data = given.last('data')
  if (!data) throw new UsageError('--data is needed: films, course, or the path of a MovieLens folder or zip')
  const preset = oneOf('preset', given.last('preset') ?? 'tuned', ['course', 'tuned', 'tuned-rating'])
  const relevantFrom = given.last('relevant-from')
  const json = given.last('json')
  if (json !== undefined) checkWritable(json)
  return {
    data,
    algorithms: chosenAlgorithms(given.last('algorithm'), preset, given.all('set')),
    seed: numberOf('seed', given.last('seed') ?? '42', 'a whole number from 0 to 4294967295', (n) => n >>> 0 === n),
    device: oneOf('device', given.last('device') ?? 'auto', ['auto', 'webgpu', 'cpu']),
    split: oneOf('split', given.last('split') ?? 'per-user', splits),
    testFraction: numberOf(
      'test-fraction',
      given.last('test-fraction') ?? '0.25',
      'a number above 0 and below 1',
      (n) => n > 0 && n < 1,
    ),
    ...foldsOf(given),
    k: numberOf('k', given.last('k') ?? '10', 'a whole number from 1', (n) => Number.isInteger(n) && n >= 1),
    ...(relevantFrom !== undefined && {
      relevantFrom: numberOf('relevant-from', relevantFrom, 'a rating', () => true),
    }),
    ...(json !== undefined && { json }),
  }
}

/** By opening it, before an hour of training: what is there is kept, and nothing is left behind. */
function checkWritable(json: string) {
  if (json === '') throw new UsageError('--json needs the name of a file')
  if (!existsSync(dirname(json))) throw new UsageError(`--json: there is no folder ${dirname(json)}`)
  const isNew = !existsSync(json)
  try {
    closeSync(openSync(json, 'a'))
    if (isNew) unlinkSync(json)
  } catch (error) {
    throw new UsageError(`--json: ${json} cannot be written (${(error as Error).message})`)
  }
}

function foldsOf(given: Arguments): { folds?: number } {
  const folds = given.last('folds')
  if (folds === undefined) return {}
  for (const other of ['split', 'test-fraction']) {
    if (given.last(other) !== undefined) {
      throw new UsageError(`--folds holds out every rating once, at random: leave --${other} out`)
    }
  }
  return { folds: numberOf('folds', folds, 'a whole number from 2', (n) => Number.isInteger(n) && n >= 2) }
}

function chosenAlgorithms(ids: string | undefined, preset: PresetName, sets: readonly string[]): ChosenAlgorithm[] {
  const known = catalog.map(({ spec }) => spec.id)
  if (!ids) throw new UsageError(`--algorithm is needed: ${known.join(', ')} or all`)
  const wanted =
    ids === 'all' ? algorithms.map(({ spec }) => spec.id) : [...new Set(ids.split(',').map((id) => id.trim()))]
  const changes = sets.map(readChange)
  for (const { id, text } of changes) {
    if (!wanted.includes(id)) throw new UsageError(`--set ${text}: ${id} is not among --algorithm ${wanted.join(',')}`)
  }
  return wanted.map((id) => {
    const entry = catalog.find(({ spec }) => spec.id === id)
    if (!entry) throw new UsageError(`--algorithm: there is no system ${id}; there are ${known.join(', ')}`)
    const own = Object.fromEntries(changes.filter((c) => c.id === id).map((c) => [c.setting, valueOf(c, entry.spec)]))
    const effective = entry.spec.presets[preset] ? preset : 'tuned'
    return { entry, preset: effective, settings: settingsOf(entry, effective, own) }
  })
}

function settingsOf(entry: (typeof catalog)[number], preset: PresetName, changes: Settings): Settings {
  try {
    return withSettings(entry.spec, preset, changes)
  } catch (error) {
    if (error instanceof SettingError) throw new UsageError(`--set: ${error.message}`)
    throw error
  }
}

interface Change {
  readonly text: string
  readonly id: string
  readonly setting: string
  readonly value: string
}

/** A choice by how its value is written ("16" may be one of layers), anything else as a number where it is one. */
function valueOf({ setting, value }: Change, { settings }: Spec): SettingValue {
  const known = settings.find(({ id }) => id === setting)
  const chosen = known?.kind === 'choice' ? known.options.find((option) => String(option.value) === value) : undefined
  return chosen?.value ?? (Number.isNaN(Number(value)) ? value : Number(value))
}

function readChange(text: string): Change {
  const match = /^([\w-]+)\.([\w-]+)=(.+)$/.exec(text)
  if (!match) throw new UsageError(`--set must be ID.setting=value, as in als.factors=32, got ${text}`)
  const [, id, setting, value] = match
  return { text, id, setting, value }
}
