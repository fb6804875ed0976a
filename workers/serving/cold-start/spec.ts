import { algorithmOptions as options, optionsThat } from '../../algorithms/catalog.ts'
import { likedFrom, type Spec } from '../../contract/spec.ts'

/** Answers that the timeline counts one by one; the step after them knows everything. */
export const lastAnswer = 20

export const coldStartSpec: Spec = {
  id: 'cold-start',
  name: 'Cold start',
  shortName: 'Cold start',
  family: 'In production',
  idea: 'Whoever is new is answered by a system that needs to know nothing about them; from some number of ratings on, by one that learns from those. The curve says from how many.',
  inShort: 'One system for newcomers, another for those it knows.',
  paper: {
    authors: 'Schein, Popescul, Ungar and Pennock',
    year: 2002,
    title: 'Methods and metrics for cold-start recommendations',
    venue: 'SIGIR',
  },
  step: { one: 'answer', many: 'answers' },
  speed: 2,
  settings: [
    {
      kind: 'choice',
      id: 'main',
      name: 'Main system',
      why: 'Answers from the threshold on, and learns from what is known of a person. Its line is the solid one.',
      options,
    },
    {
      kind: 'choice',
      id: 'fallback',
      name: 'Fallback',
      why: 'Answers whoever is new. Its line is the dashed one: how high it starts is what a newcomer gets.',
      options,
    },
    {
      kind: 'number',
      id: 'threshold',
      name: 'Threshold',
      unit: 'ratings',
      why: 'Ratings needed before the main system answers. Move it to where the solid line passes the dashed one.',
      low: 0,
      high: lastAnswer,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'asked',
      name: 'What comes to be known',
      why: 'Ratings as somebody gives them, or answers to questions about films: the most watched first, or the one whose answer tells most.',
      options: [
        { value: 'history', label: 'ratings as they came' },
        { value: 'popular', label: 'answers: most watched first' },
        { value: 'gain', label: 'answers: most telling first' },
      ],
    },
    {
      kind: 'choice',
      id: 'byFeatures',
      name: 'For a new film',
      why: 'What tells films that nobody has rated yet apart: their features, their descriptions, or a tower that learned from both people and features.',
      options: optionsThat(({ itemFeatures }) => itemFeatures === true),
    },
    likedFrom,
  ],
  presets: {
    course: {
      values: {
        main: 'als',
        fallback: 'popularity',
        threshold: 5,
        asked: 'history',
        byFeatures: 'content',
        likedFrom: 0,
      },
      why: 'The course hands over at five ratings, whatever the data.',
    },
    tuned: {
      values: {
        main: 'als',
        fallback: 'popularity',
        threshold: 3,
        asked: 'history',
        byFeatures: 'content',
        likedFrom: 0,
      },
      why: 'ALS passes popularity at two or three ratings on these films, at twelve to sixteen on MovieLens latest-small: read the curve of your data.',
    },
  },
}
