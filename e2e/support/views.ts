import { oneEpoch } from '../../workers/testing/fast-settings.ts'
import type { Settings, Spec } from '../../workers/contract/spec.ts'
import { catalog } from '../../workers/catalog.ts'
import { defaultChoice, firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'

/** Every page that a visitor can open, and what it looks like once it holds something of theirs. */
export interface ViewOpened {
  /** a file name, too */
  readonly name: string
  /** what stands after "#" */
  readonly link: string
}

/** Ratings on both sides of the scale. */
const rated = [5, 1, 4, 2, 3].map((rating, item) => ({ item, rating }))

type Ratings = Parameters<typeof linkOf>[1]
const learn = (spec: Spec, ratings: Ratings, changes: Settings = {}) => {
  const choices = Object.keys(changes).length > 0 ? { [spec.id]: { ...defaultChoice, changes } } : {}
  return linkOf({ ...firstExperiment, view: 'learn', system: spec.id, choices }, ratings)
}
const page = (view: 'start' | 'data', ratings: Ratings) => linkOf({ ...firstExperiment, view }, ratings)
const specs = catalog.map(({ spec }) => spec)

/** The one list of views: a system in the catalogue is in it by being there. */
export const views: readonly ViewOpened[] = [
  { name: 'start', link: page('start', []) },
  { name: 'start-rated', link: page('start', rated) },
  { name: 'data', link: page('data', []) },
  ...specs.flatMap((spec) => [
    { name: `learn-${spec.id}`, link: learn(spec, []) },
    { name: `learn-${spec.id}-rated`, link: learn(spec, rated) },
  ]),
]

/** What stands at one address, before anything was rated (where that makes a difference) and as full as it gets. */
export interface Place {
  readonly name: string
  readonly empty?: string
  readonly full: string
}

/** Pages that are about nobody's list, and look the same whatever was rated. */
const aboutNobody = new Set(['ab-test'])

/** The views to walk through: what learns by gradient has learned for an epoch, which looks the same as many. */
export const places: readonly Place[] = [
  { name: 'start', empty: page('start', []), full: page('start', rated) },
  { name: 'data', full: page('data', []) },
  ...specs.map((spec) => ({
    name: `learn-${spec.id}`,
    ...(!aboutNobody.has(spec.id) && { empty: learn(spec, [], oneEpoch(spec)) }),
    full: learn(spec, rated, oneEpoch(spec)),
  })),
]

export type Theme = 'light' | 'dark'
export const themes: readonly Theme[] = ['light', 'dark']

export interface Size {
  readonly width: number
  readonly height: number
}

/** Held in the hand: touch, a coarse pointer. */
export const phones: readonly Size[] = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
]
export const screens: readonly Size[] = [
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1440, height: 1060 },
]
