/** What the page knows of a system before any engine code is loaded: the only place where a default stands. */
export interface Spec {
  readonly id: string
  readonly name: string
  /** short name for the rail */
  readonly shortName: string
  readonly family: Family
  /** one sentence under the title */
  readonly idea: string
  /** a few words under its name on the start page */
  readonly inShort: string
  readonly paper: Paper
  /** what one step is called: "half-step", "half-steps" */
  readonly step: { readonly one: string; readonly many: string }
  /** steps a second at which play opens; 'max' is as fast as it goes */
  readonly speed: number | 'max'
  /** what a pair of its matrix is of, where that is not items */
  readonly compares?: 'people'
  readonly settings: readonly Setting[]
  /** learns by gradient, batch by batch, from an untrained start; a full run takes many seconds */
  readonly byGradient?: true
  /** it computes with tfjs, which is fetched when the first such system is opened */
  readonly tensors?: true
  /** it ranks by the product of a vector of the person and one of the item, which an index can search */
  readonly vectors?: true
  /** it knows what items are, and so tells those apart that nobody has rated yet */
  readonly itemFeatures?: true
  /** its factors rebuild the table of ratings, and it shows a patch of that */
  readonly rebuildsRatings?: true
  /** the items of a batch are its negatives: twice the batch is four times the work */
  readonly inBatchNegatives?: true
  /** it learns from the context of each rating, and answers for those of the moment */
  readonly inContext?: true
  /** it is made in one go: there is no step to play, and no transport */
  readonly atOnce?: true
  /** it judges lists of others: no held-out quality is its own, and a visitor without ratings sees somebody else's list */
  readonly judges?: true
  /** the same system with less of it, to measure it beside: "without factors" */
  readonly baseline?: { readonly name: string; readonly changes: Settings }
  readonly presets: Readonly<Partial<Record<PresetName, Preset>>> & { readonly course: Preset; readonly tuned: Preset }
}

export const families = [
  'First ideas',
  'Neighbours',
  'Content',
  'Factors',
  'Context',
  'Neural',
  'Together',
  'In production',
] as const
export type Family = (typeof families)[number]

/** Points at which the held-out curve of a system that learns by gradient is measured: it takes long to score everything. */
export const curvePointsByGradient = 10

export interface Paper {
  readonly authors: string
  readonly year: number
  readonly title: string
  readonly venue: string
}

export type SettingValue = number | string
export type Settings = Readonly<Record<string, SettingValue>>
/** 'a-a': of an experiment, the same in both arms */
export type PresetName = 'course' | 'tuned' | 'tuned-rating' | 'a-a'

export interface Preset {
  readonly values: Settings
  /** why these values: one or two sentences for the page */
  readonly why: string
}

export type Setting = NumberSetting | ChoiceSetting

interface SettingBase {
  readonly id: string
  readonly name: string
  /** what one would see change */
  readonly why: string
  /** behind "more settings" */
  readonly more?: true
  /** it chooses another list: what the visitor arranged of the one before is put aside */
  readonly anotherList?: true
}

export interface NumberSetting extends SettingBase {
  readonly kind: 'number'
  readonly symbol?: string
  readonly unit?: string
  readonly low: number
  readonly high: number
  readonly step: number
  /** 'log' where equal factors matter equally */
  readonly scale: 'linear' | 'log'
  readonly whole: boolean
}

export interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: SettingValue; readonly label: string }[]
}

/**
 * For systems that learn from "watched": films rated lower count as not watched, so that a low rating never reads as
 * praise. All such systems share this setting; what they learn from is what they are judged by.
 */
export const likedFrom: ChoiceSetting = {
  kind: 'choice',
  id: 'likedFrom',
  name: 'Liked from',
  why: 'Films rated below this count as not watched: nothing is learned from them, and held out, they are nothing to find. They are still never recommended.',
  options: [
    { value: 0, label: 'any rating' },
    { value: 2, label: '2 stars' },
    { value: 3, label: '3 stars' },
    { value: 4, label: '4 stars' },
    { value: 5, label: '5 stars' },
  ],
  more: true,
  anotherList: true,
}

/** A setting is missing, unknown or out of bounds: `als: factors must be a whole number from 1 to 256, got 0`. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

/** A preset's values with some of them replaced; throws SettingError on an unknown or impossible one. */
export function withSettings(spec: Spec, preset: PresetName, changes: Settings = {}): Settings {
  const values = spec.presets[preset]?.values ?? spec.presets.tuned.values
  const settings: Record<string, SettingValue> = { ...values, ...changes }
  for (const id of Object.keys(settings)) {
    const setting = spec.settings.find((s) => s.id === id)
    if (!setting)
      throw new SettingError(
        `${spec.id}: there is no setting ${id}; it has ${spec.settings.map((s) => s.id).join(', ')}`,
      )
    checkSetting(spec.id, setting, settings[id]!)
  }
  return settings
}

function checkSetting(system: string, setting: Setting, value: SettingValue) {
  if (setting.kind === 'choice') {
    if (setting.options.some((o) => o.value === value)) return
    const options = setting.options.map((o) => o.value).join(', ')
    throw new SettingError(`${system}: ${setting.id} must be one of ${options}, got ${value}`)
  }
  const fits =
    typeof value === 'number' &&
    value >= setting.low &&
    value <= setting.high &&
    (!setting.whole || Number.isInteger(value))
  if (fits) return
  const kind = setting.whole ? 'a whole number' : 'a number'
  throw new SettingError(
    `${system}: ${setting.id} must be ${kind} from ${setting.low} to ${setting.high}, got ${value}`,
  )
}
