import type { Spec } from '../../contract/spec.ts'

export const contentSpec: Spec = {
  id: 'content',
  name: 'Content: features',
  shortName: 'Features',
  family: 'Content',
  idea: 'Mix the features of what you rated into a profile, and recommend the films that point the same way. No other person is asked.',
  inShort: 'Films made of what your films are made of.',
  paper: {
    authors: 'Pazzani and Billsus',
    year: 2007,
    title: 'Content-based recommendation systems',
    venue: 'The Adaptive Web',
  },
  step: { one: 'rating', many: 'ratings' },
  speed: 20,
  itemFeatures: true,
  settings: [
    {
      kind: 'choice',
      id: 'weights',
      name: 'A rating weighs',
      why: 'As given: even 1 star pulls the profile towards the film. Less your mean: what you liked less than usual pushes it away.',
      options: [
        { value: 'raw', label: 'as given' },
        { value: 'centred', label: 'less your mean' },
      ],
    },
    {
      kind: 'choice',
      id: 'features',
      name: 'Features',
      why: 'Genres say what a film is about, tones how it feels. Each kind more tells films apart, and matters only to who chooses by it.',
      options: [
        { value: 'genres', label: 'genres' },
        { value: 'tones', label: 'and tones' },
        { value: 'decades', label: 'and decades' },
        { value: 'all', label: 'and all else' },
      ],
    },
    {
      kind: 'choice',
      id: 'rarity',
      name: 'Rare features',
      why: 'Weighing rare ones more brings films that share something special; weighing all alike, films of the common kinds.',
      options: [
        { value: 'equal', label: 'like all others' },
        { value: 'rare', label: 'more' },
      ],
    },
  ],
  presets: {
    course: {
      values: { weights: 'raw', features: 'genres', rarity: 'equal' },
      why: 'The course weighs features by raw stars, so a film you gave one star still counts for what it is made of.',
    },
    tuned: {
      values: { weights: 'raw', features: 'decades', rarity: 'rare' },
      why: 'Found by trying, on these films and on MovieLens latest-small: rare features weigh more, and decades help where there are no tones. Weights less your mean rank lower in held-out tests, because people watch much that they then dislike.',
    },
  },
}
