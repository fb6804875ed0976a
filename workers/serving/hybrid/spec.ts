import { likedFrom, type NumberSetting, type Spec } from '../../contract/spec.ts'
import { firstComponent, secondComponent, thirdComponent } from '../component-settings.ts'

const weight = (id: string, name: string, why: string): NumberSetting => ({
  kind: 'number',
  id,
  name,
  why,
  low: 0,
  high: 1,
  step: 0.05,
  scale: 'linear',
  whole: false,
})

export const hybridSpec: Spec = {
  id: 'hybrid',
  name: 'Weighted hybrid',
  shortName: 'Hybrid',
  family: 'Together',
  idea: 'Several systems each make their list. Brought to one scale, weighted and added up, they make a better one, if they go wrong in different ways.',
  inShort: 'Several lists, weighed and added up.',
  paper: {
    authors: 'Burke',
    year: 2002,
    title: 'Hybrid recommender systems: survey and experiments',
    venue: 'User Modeling and User-Adapted Interaction',
  },
  step: { one: 'merge', many: 'merges' },
  speed: 'max',
  atOnce: true,
  settings: [
    firstComponent,
    weight(
      'firstWeight',
      'Weight of the first',
      'What its scores are multiplied by. At 0 only the others order the list.',
    ),
    secondComponent,
    weight(
      'secondWeight',
      'Weight of the second',
      'Only the proportion of the weights counts: twice all of them orders the same list.',
    ),
    {
      kind: 'choice',
      id: 'normalisation',
      name: 'One scale by',
      why: 'Systems score on scales of their own. Added up raw, the one with the largest numbers decides alone.',
      options: [
        { value: 'min-max', label: 'best 1, last 0' },
        { value: 'z', label: 'standard deviations' },
        { value: 'rank', label: 'place in the list' },
        { value: 'raw', label: 'raw: not at all (pitfall)' },
      ],
    },
    { ...thirdComponent, more: true },
    {
      ...weight('thirdWeight', 'Weight of the third', 'Counts only where there is a third part.'),
      more: true,
    },
    {
      kind: 'number',
      id: 'candidates',
      name: 'Candidates',
      unit: 'films a part',
      why: 'How many of its best films each part hands over. The course takes twice the length of the list; a film below that in one list counts there as if it were not known.',
      low: 10,
      high: 500,
      step: 10,
      scale: 'linear',
      whole: true,
      more: true,
    },
    likedFrom,
  ],
  presets: {
    course: {
      values: {
        first: 'user-cf',
        firstWeight: 0.6,
        second: 'content',
        secondWeight: 0.4,
        third: 'none',
        thirdWeight: 0,
        normalisation: 'min-max',
        candidates: 20,
        likedFrom: 0,
      },
      why: 'The course weighs people alike 0.6 and features 0.4, and asks each for twice as many films as are wanted. It adds the scores up raw; here they are brought to one scale first.',
    },
    tuned: {
      values: {
        first: 'item-cf',
        firstWeight: 0.6,
        second: 'als',
        secondWeight: 0.4,
        third: 'none',
        thirdWeight: 0,
        normalisation: 'min-max',
        candidates: 100,
        likedFrom: 0,
      },
      why: 'Found by trying, on MovieLens latest-small, where the two together rank better than either; on these films as well as the better of them.',
    },
  },
}
