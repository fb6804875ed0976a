import { likedFrom, type Spec } from '../../contract/spec.ts'

export const popularitySpec: Spec = {
  id: 'popularity',
  name: 'Popularity',
  shortName: 'Popularity',
  family: 'First ideas',
  idea: 'Count who watched what, and show everybody the top of the list. Every other system has to beat this.',
  inShort: 'The same list for everybody; it only drops what you rated.',
  paper: {
    authors: 'Cremonesi, Koren and Turrin',
    year: 2010,
    title: 'Performance of recommender algorithms on top-N recommendation tasks',
    venue: 'RecSys',
  },
  step: { one: '500 ratings', many: 'batches of 500 ratings' },
  speed: 5,
  settings: [
    {
      kind: 'choice',
      id: 'by',
      name: 'Ordered by',
      why: 'What puts a film on top: how many watched it, how well they liked it, or how many watched it lately.',
      options: [
        { value: 'count', label: 'viewers' },
        { value: 'mean', label: 'mean stars, damped' },
        { value: 'recent', label: 'recent viewers' },
      ],
    },
    {
      kind: 'number',
      id: 'prior',
      name: 'Prior ratings',
      symbol: 'm',
      why: 'Only for mean stars: every film starts with so many ratings at everybody’s mean. At 0 a single 5 leads the list.',
      low: 0,
      high: 200,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'number',
      id: 'halfLife',
      name: 'Half-life',
      symbol: 'H',
      unit: 'days',
      why: 'Only for recent viewers: a rating so many days older than the newest counts half. Shorten it, and old favourites leave the list.',
      low: 1,
      high: 10_000,
      step: 1,
      scale: 'log',
      whole: true,
    },
    {
      ...likedFrom,
      why: 'Viewers who rated a film below this are not counted. Mean stars take every rating: without the low ones they would only say how much those who liked it liked it. What you rated is never recommended.',
    },
  ],
  presets: {
    course: {
      values: { by: 'count', prior: 20, halfLife: 180, likedFrom: 0 },
      why: 'The course counts ratings, as here.',
    },
    tuned: {
      values: { by: 'count', prior: 20, halfLife: 180, likedFrom: 0 },
      why: 'Tried over five splits: a count ranks best on MovieLens latest-small, and no half-life beats it clearly on these films.',
    },
    'tuned-rating': {
      values: { by: 'mean', prior: 5, halfLife: 180, likedFrom: 0 },
      why: 'Foretells stars, one number a film. Five prior ratings err least, on these films and nearly so on MovieLens latest-small; as a list it ranks far below a count.',
    },
  },
}
