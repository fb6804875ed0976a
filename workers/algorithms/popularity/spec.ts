import { likedFrom, type Spec } from '../spec.ts'

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
  settings: [likedFrom],
  presets: {
    course: { values: { likedFrom: 0 }, why: 'The course counts ratings, as here.' },
    tuned: { values: { likedFrom: 0 }, why: 'There is nothing to tune in a count.' },
  },
}
