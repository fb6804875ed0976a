import { quickly } from '../workers/algorithms/quickly.ts'
import { catalog } from '../workers/catalog.ts'
import { firstExperiment } from '../src/state/experiment.ts'
import { linkOf } from '../src/state/link.ts'

/** Every page that a visitor can open, and what it looks like once it holds something of theirs. */
export interface ViewOpened {
  /** a file name, too */
  readonly name: string
  /** what stands after "#" */
  readonly link: string
}

/** Ratings on both sides of the scale. */
const rated = [5, 1, 4, 2, 3].map((rating, item) => ({ item, rating }))

const systems = catalog.map(({ spec }) => spec.id)

/** The one list of views: a system in the catalogue is in it by being there. */
export const views: readonly ViewOpened[] = [
  { name: 'start', link: linkOf({ ...firstExperiment, view: 'start' }, []) },
  { name: 'start-rated', link: linkOf({ ...firstExperiment, view: 'start' }, rated) },
  { name: 'data', link: linkOf({ ...firstExperiment, view: 'data' }, []) },
  ...systems.flatMap((system) => [
    { name: `learn-${system}`, link: linkOf({ ...firstExperiment, view: 'learn', system }, []) },
    { name: `learn-${system}-rated`, link: linkOf({ ...firstExperiment, view: 'learn', system }, rated) },
  ]),
]

/** What stands at one address, before anything was rated (where that makes a difference) and as full as it gets. */
export interface Place {
  readonly name: string
  readonly empty?: string
  readonly full: string
}

export const places: readonly Place[] = views
  .filter(({ name }) => !name.endsWith('-rated'))
  .map(({ name, link }) => {
    const rated = views.find((view) => view.name === `${name}-rated`)
    return rated ? { name, empty: link, full: rated.link } : { name, full: link }
  })

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
