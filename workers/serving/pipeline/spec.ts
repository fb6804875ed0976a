import { algorithmOptions, optionsThat } from '../../algorithms/catalog.ts'
import { likedFrom, type NumberSetting, type Settings, type Spec } from '../../contract/spec.ts'

const wholeNumber = (
  id: string,
  name: string,
  [low, high, step]: readonly [number, number, number],
  why: string,
  more: Partial<NumberSetting> = {},
): NumberSetting => ({ kind: 'number', id, name, why, low, high, step, scale: 'log', whole: true, ...more })

export const pipelineSpec: Spec = {
  id: 'pipeline',
  name: 'Serving: retrieve, filter, rank, diversify',
  shortName: 'Serving',
  family: 'In production',
  idea: 'After training comes serving: nobody can ask a slow model about every film. A quick search fetches a few, another model orders them, and the list is made varied.',
  inShort: 'A few films found fast, then ordered well.',
  paper: {
    authors: 'Malkov and Yashunin',
    year: 2020,
    title: 'Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs',
    venue: 'IEEE Transactions on Pattern Analysis and Machine Intelligence',
  },
  step: { one: 'step', many: 'steps' },
  speed: 5,
  settings: [
    {
      kind: 'choice',
      id: 'retriever',
      name: 'Vectors from',
      why: 'Whose vectors of people and films are searched: only systems that score by the product of two vectors have them.',
      options: optionsThat(({ vectors }) => vectors === true),
    },
    {
      kind: 'choice',
      id: 'ranker',
      name: 'Ranked by',
      why: 'The model that orders what was fetched. It never sees the rest, so a film that the search misses is lost.',
      options: [{ value: 'none', label: 'the search itself' }, ...algorithmOptions],
    },
    wholeNumber(
      'candidates',
      'Candidates',
      [10, 500, 1],
      'How many unseen films the search hands over. More cost the ranker time; fewer leave it less to choose from.',
      { unit: 'films' },
    ),
    wholeNumber(
      'ef',
      'Search width',
      [10, 500, 1],
      'How many of the nearest so far a search keeps. A wider one goes on for longer, and misses less.',
      { symbol: 'ef' },
    ),
    {
      kind: 'choice',
      id: 'nearness',
      name: 'Nearness',
      why: 'Scores are inner products, where a long vector is near to everybody and a short one to nobody, which a graph may never reach. One number more a film makes all equally long, and keeps the order of the scores. Measure both.',
      options: [
        { value: 'augmented', label: 'made angles' },
        { value: 'inner product', label: 'inner product as it is' },
      ],
    },
    {
      kind: 'number',
      id: 'lambda',
      name: 'Relevance against variety',
      symbol: 'λ',
      why: 'At 1 the list is the ranker’s first films. Below, a film loses by being like one picked before, by the angle of their vectors.',
      low: 0,
      high: 1,
      step: 0.05,
      scale: 'linear',
      whole: false,
    },
    wholeNumber(
      'm',
      'Links a film',
      [2, 48, 1],
      'In the upper layers; the lowest has twice as many. More links are more ways to the goal, and more to look at on each hop.',
      { symbol: 'M', more: true },
    ),
    wholeNumber(
      'efConstruction',
      'Width while building',
      [10, 500, 1],
      'The search that links a new film in keeps so many. A better graph, built more slowly.',
      { more: true },
    ),
    wholeNumber('length', 'List', [5, 50, 1], 'How many films are left at the end.', {
      unit: 'films',
      scale: 'linear',
      more: true,
    }),
    likedFrom,
  ],
  presets: {
    course: {
      values: {
        retriever: 'als',
        ranker: 'none',
        candidates: 10,
        ef: 10,
        nearness: 'inner product',
        lambda: 1,
        m: 16,
        efConstruction: 200,
        length: 10,
        likedFrom: 0,
      },
      why: 'The course’s pipeline is a search alone: the ten nearest by inner product are the list.',
    },
    tuned: {
      values: {
        retriever: 'als',
        ranker: 'item-cf',
        candidates: 50,
        ef: 50,
        nearness: 'augmented',
        lambda: 0.8,
        m: 16,
        efConstruction: 200,
        length: 10,
        likedFrom: 0,
      },
      why: 'Fifty candidates from ALS, which has vectors to search, ordered by item-based neighbours, which has none. On these films the list is liked more for it (true liking 0.88 instead of 0.82), and guesses less well what was watched (NDCG 0.53 instead of 0.57).',
    },
  },
}

/** Beyond the candidates of the lowest layer, a search has a few hops through the upper ones. */
const hopsAbove = 24

/** A bound on most searches, known before any of them: the step after the last hop shows the whole search. */
export function stepsOf(items: number, { ef, candidates }: Settings): number {
  return Math.min(items, Math.max(Number(ef), Number(candidates))) + hopsAbove
}
