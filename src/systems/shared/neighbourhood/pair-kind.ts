import type { Settings } from '../../../../workers/contract/spec.ts'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { personName, titleOf } from '../../../format/names.ts'
import { count } from '../../../format/numbers.ts'

/** What is compared with what, in words: the arithmetic is the same for films and for people. */
export interface PairKind {
  readonly compared: 'films' | 'people'
  readonly noun: { readonly one: string; readonly many: string }
  readonly nameOf: (info: DatasetInfo, id: number) => string
  /** the name of one whom (or that) two of them share */
  readonly sharedNameOf: (info: DatasetInfo, id: number) => string
  /** "38 shared viewers" */
  readonly sharedWords: (shared: number, settings: Settings) => string
  readonly nothingShared: string
  /** what stands in the columns, where it is not stars as they were given */
  readonly valuesAre: Readonly<Record<string, string>>
}

export const films: PairKind = {
  compared: 'films',
  noun: { one: 'film', many: 'films' },
  nameOf: titleOf,
  sharedNameOf: (_, id) => personName(id),
  sharedWords: (shared) => (shared === 1 ? 'one shared viewer' : `${count(shared)} shared viewers`),
  nothingShared: 'Nobody rated both: they say nothing about each other.',
  valuesAre: {
    'adjusted cosine': 'Stars above or below each person’s own mean.',
    pearson: 'Stars above or below the film’s mean over these people.',
    jaccard: '1 for everybody who rated the film.',
  },
}

export const people: PairKind = {
  compared: 'people',
  noun: { one: 'person', many: 'people' },
  nameOf: (_, id) => personName(id),
  sharedNameOf: titleOf,
  sharedWords: (shared, settings) => {
    const did = onlyLiked(settings) ? `both gave ${String(settings.likedFrom)} ★ or more` : 'both rated'
    return shared === 1 ? `one film ${did}` : `${count(shared)} films ${did}`
  },
  nothingShared: 'They share no film: they say nothing about each other.',
  valuesAre: {
    'centred cosine': 'Stars above or below each person’s own mean.',
    pearson: 'Stars above or below each person’s mean over these films.',
  },
}

/** Summed votes are for what was liked, by people who liked the same: lower ratings are not compared. */
export const onlyLiked = ({ score, likedFrom }: Settings) => score === 'votes' && Number(likedFrom) > 0

/** Measures that go below zero. */
export const isSigned = (measure: string) => measure !== 'cosine' && measure !== 'jaccard'

/** A measure as one says it. */
export const measureName = (measure: string) =>
  measure === 'pearson' ? 'correlation' : measure === 'jaccard' ? 'Jaccard' : measure

/** What predicted stars start from, and the neighbours' stars are differences from. */
export const startOf = ({ centring }: Settings) =>
  centring === 'person' ? 'your own mean' : 'what the means of person and film lead one to expect'
