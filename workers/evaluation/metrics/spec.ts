import { algorithmOptions } from '../../algorithms/catalog.ts'
import { likedFrom, type Settings, type Spec } from '../../contract/spec.ts'
import type { ListMetric } from '../terms.ts'

/** The metrics of one list, as the page names them; `cut` where only the first k count. */
export const listMetrics: readonly { readonly id: ListMetric; readonly name: string; readonly cut: boolean }[] = [
  { id: 'ndcg', name: 'NDCG', cut: true },
  { id: 'precision', name: 'Precision', cut: true },
  { id: 'recall', name: 'Recall', cut: true },
  { id: 'hit-rate', name: 'Hit rate', cut: true },
  { id: 'mrr', name: 'Reciprocal rank', cut: true },
  { id: 'map@k', name: 'Average precision', cut: true },
  { id: 'map', name: 'Average precision, no cut', cut: false },
]

/** So many stars make a held-out film good: never fewer than what was judged learns from. */
export const goodFrom = ({ relevantFrom, likedFrom = 0 }: Settings): number =>
  Math.max(Number(relevantFrom), Number(likedFrom))

export const metricsSpec: Spec = {
  id: 'metrics',
  name: 'Metrics',
  shortName: 'Metrics',
  family: 'First ideas',
  idea: 'Every metric of a ranked list is a sum over its ranks. Move a film, mark it good or bad, and watch each sum change.',
  inShort: 'What a ranked list is worth, term by term.',
  paper: {
    authors: 'Järvelin and Kekäläinen',
    year: 2002,
    title: 'Cumulated gain-based evaluation of IR techniques',
    venue: 'ACM Transactions on Information Systems',
  },
  step: { one: 'rank', many: 'ranks' },
  speed: 2,
  judges: true,
  settings: [
    {
      kind: 'choice',
      id: 'of',
      name: 'The list of',
      why: 'Which system recommends, fully trained. Another one orders other films.',
      options: algorithmOptions,
      anotherList: true,
    },
    {
      kind: 'number',
      id: 'length',
      name: 'Films in the list',
      why: 'How far down the list goes. A longer one can only find more.',
      low: 5,
      high: 20,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'number',
      id: 'k',
      name: 'Cut-off',
      symbol: 'k',
      why: 'Only the first k ranks count. Precision is divided by k even where the list is shorter.',
      low: 1,
      high: 20,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'gains',
      name: 'A good film gains',
      why: 'Only NDCG knows better from good. With 2^stars − 1 a film of five stars weighs as much as ten of two.',
      options: [
        { value: 'binary', label: '1, if it is good' },
        { value: 'linear', label: 'its stars' },
        { value: 'exponential', label: '2^stars − 1' },
      ],
    },
    {
      kind: 'choice',
      id: 'relevantFrom',
      name: 'Good means',
      why: 'What the system learns from, by “liked from”; or watched and liked in any case. The stricter, the fewer films are there to find.',
      options: [
        { value: 0, label: 'held out, and as the system learns' },
        { value: 4, label: 'held out with 4 stars or more' },
      ],
    },
    likedFrom,
  ],
  presets: {
    course: {
      values: { of: 'als', length: 10, k: 10, gains: 'exponential', relevantFrom: 0, likedFrom: 0 },
      why: 'The course cuts at ten and lets a film gain 2^relevance − 1 in NDCG.',
    },
    tuned: {
      values: { of: 'als', length: 10, k: 10, gains: 'binary', relevantFrom: 0, likedFrom: 0 },
      why: 'As every table of this playground measures: the first ten count, and each held-out film counts the same.',
    },
  },
}
