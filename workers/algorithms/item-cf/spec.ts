import { likedFrom, type Spec } from '../spec.ts'

export const itemCfSpec: Spec = {
  id: 'item-cf',
  name: 'Item-based neighbours',
  shortName: 'Item-based',
  family: 'Neighbours',
  idea: 'Two films are near when the same people gave them similar stars. What you liked votes for the films near it.',
  inShort: 'Films that people rated like the ones you liked.',
  paper: {
    authors: 'Sarwar, Karypis, Konstan and Riedl',
    year: 2001,
    title: 'Item-based collaborative filtering recommendation algorithms',
    venue: 'WWW',
  },
  step: { one: 'row', many: 'rows' },
  speed: 20,
  settings: [
    {
      kind: 'choice',
      id: 'measure',
      name: 'Similarity',
      why: 'Cosine keeps how strict people are; adjusted cosine and Pearson subtract it first; Jaccard only counts who watched both.',
      options: [
        { value: 'cosine', label: 'Cosine' },
        { value: 'adjusted cosine', label: 'Adjusted cosine' },
        { value: 'pearson', label: 'Pearson' },
        { value: 'jaccard', label: 'Jaccard' },
      ],
    },
    {
      kind: 'number',
      id: 'neighbours',
      name: 'Neighbours',
      symbol: 'k',
      why: 'Fewer: bolder, noisier. More: closer to what everybody watches.',
      low: 1,
      high: 200,
      step: 1,
      scale: 'log',
      whole: true,
    },
    {
      kind: 'number',
      id: 'shrinkage',
      name: 'Shrinkage',
      why: 'Distrusts pairs of films that few people share. At 0, one shared viewer can make twins.',
      low: 0,
      high: 200,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'score',
      name: 'List by',
      why: 'Summed votes rank films that many of your favourites are near. Predicted stars rank films that a few near ones praise: often far worse lists.',
      options: [
        { value: 'votes', label: 'summed votes' },
        { value: 'stars', label: 'predicted stars' },
      ],
    },
    {
      kind: 'choice',
      id: 'centring',
      name: 'Predicted stars start from',
      why: 'Raw: the weighted mean of your stars. Your mean: how far each neighbour lies above or below it.',
      options: [
        { value: 'none', label: 'raw stars' },
        { value: 'person', label: 'your own mean' },
      ],
      more: true,
    },
    likedFrom,
  ],
  presets: {
    course: {
      values: { measure: 'cosine', neighbours: 5, shrinkage: 0, score: 'stars', centring: 'none', likedFrom: 0 },
      why: 'The course lists films by predicted stars from five raw neighbours. That answers "how many stars?", not "what next?".',
    },
    tuned: {
      values: { measure: 'cosine', neighbours: 50, shrinkage: 10, score: 'votes', centring: 'none', likedFrom: 0 },
      why: 'Summed votes of 50 neighbours, and less trust in pairs with few shared viewers: found by trying, on these films and on MovieLens latest-small.',
    },
    'tuned-rating': {
      values: {
        measure: 'adjusted cosine',
        neighbours: 40,
        shrinkage: 20,
        score: 'stars',
        centring: 'person',
        likedFrom: 0,
      },
      why: 'For guessing stars: differences from your own mean, over 40 neighbours, distrusting thin pairs.',
    },
  },
}
