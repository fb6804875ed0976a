import type { Item } from '../../data/dataset.ts'
import type { Spec } from '../../contract/spec.ts'

/** What is read of an item, in NFC: its description, or where the data has none, the words of its title and its genres. */
export function textOf({ description, title, genres }: Item): string {
  return (description ?? [title, ...genres].join(' ')).normalize('NFC')
}

/**
 * A word: a letter, digit or underscore of any script and at least one more, or a combining mark or joiner, as vowels are
 * in the scripts of India. scikit-learn (`\b\w\w+\b`) ends a word at every mark: of हिन्दी it keeps nothing, here it is
 * one word; texts without marks in NFC have the same words.
 */
export const wordPattern = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u200c\u200d]+/gu

export const textContentSpec: Spec = {
  id: 'text-content',
  name: 'Content: text',
  shortName: 'Text',
  family: 'Content',
  idea: 'Read every description, weigh words by how rare they are, and recommend the films described in the words of those you rated.',
  inShort: 'Films described in the words of your films.',
  paper: {
    authors: 'Lops, de Gemmis and Semeraro',
    year: 2011,
    title: 'Content-based recommender systems: state of the art and trends',
    venue: 'Recommender Systems Handbook',
  },
  step: { one: 'description', many: 'descriptions' },
  speed: 20,
  itemFeatures: true,
  settings: [
    {
      kind: 'number',
      id: 'maxFeatures',
      name: 'Words kept',
      why: 'The most frequent so many words. Few: only what many films share. Many: the rare words that make two films kin.',
      low: 10,
      high: 5000,
      step: 1,
      scale: 'log',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'stopWords',
      name: 'Stop words',
      why: 'Kept, “the” and “with” count as words two films share. They are in nearly every description and say little.',
      options: [
        { value: 'english', label: 'left out' },
        { value: 'none', label: 'kept' },
      ],
    },
    {
      kind: 'choice',
      id: 'weights',
      name: 'A rating weighs',
      why: 'As given: even 1 star pulls the profile towards the film’s words. Less your mean: what you liked less than usual pushes them away.',
      options: [
        { value: 'raw', label: 'as given' },
        { value: 'centred', label: 'less your mean' },
      ],
    },
  ],
  presets: {
    course: {
      values: { maxFeatures: 1000, stopWords: 'english', weights: 'raw' },
      why: 'The course keeps the 1,000 most frequent words without English stop words, and weighs them by raw stars.',
    },
    tuned: {
      values: { maxFeatures: 1000, stopWords: 'english', weights: 'raw' },
      why: 'The course’s. Fewer words, more words and weights less your mean were tried on these films and on MovieLens latest-small: none is better by more than chance.',
    },
  },
}
