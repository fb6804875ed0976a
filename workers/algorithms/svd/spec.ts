import { likedFrom, type Spec } from '../../contract/spec.ts'

export const svdSpec: Spec = {
  id: 'svd',
  name: 'Singular value decomposition',
  shortName: 'SVD',
  family: 'Factors',
  idea: 'Write all ratings into one matrix, a zero wherever there is none, and keep its strongest patterns: no others come nearer to the matrix, zeros and all.',
  inShort: 'The strongest patterns of the whole matrix, zeros and all.',
  paper: {
    authors: 'Cremonesi, Koren and Turrin',
    year: 2010,
    title: 'Performance of recommender algorithms on top-N recommendation tasks',
    venue: 'ACM RecSys',
  },
  step: { one: 'iteration', many: 'iterations' },
  speed: 2,
  vectors: true,
  rebuildsRatings: true,
  settings: [
    {
      kind: 'number',
      id: 'factors',
      name: 'Factors',
      why: 'Patterns that are kept. One is fame; a few are tastes; with all of them the matrix comes back as it was, its zeros too.',
      low: 1,
      high: 128,
      step: 1,
      scale: 'log',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'centre',
      name: 'Centre',
      why: 'Taken from every rating first. A missing one stays 0, which then stands for the centre. See what it does to NDCG.',
      options: [
        { value: 'none', label: 'none: missing is 0 stars' },
        { value: 'global mean', label: 'the mean of all ratings' },
        { value: 'user mean', label: 'each person’s own mean' },
      ],
    },
    {
      ...likedFrom,
      why: 'Without a centre even one star is praise, so films rated below this count as not watched. They are still never recommended. With a centre, all ratings count.',
    },
  ],
  presets: {
    course: {
      values: { factors: 20, centre: 'global mean', likedFrom: 0 },
      why: 'The mean of all ratings is taken from each first, so that a film nobody saw scores the mean, above whatever was seen and liked less. On MovieLens latest-small that ranks hardly better than popularity.',
    },
    tuned: {
      values: { factors: 12, centre: 'none', likedFrom: 0 },
      why: 'Not centred: that a film was watched at all says more than its stars, and zeros keep that.',
    },
  },
}
