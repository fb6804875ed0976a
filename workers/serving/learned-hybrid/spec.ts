import { likedFrom, type Spec } from '../../contract/spec.ts'
import { batchSize, epochs, learningRate, negatives } from '../../training/settings.ts'
import { firstComponent, secondComponent, thirdComponent } from '../component-settings.ts'

export const learnedHybridSpec: Spec = {
  id: 'learned-hybrid',
  name: 'Learned hybrid',
  shortName: 'Learned hybrid',
  family: 'Together',
  idea: 'How far should each system be trusted? Some ratings are kept from all of them, and the weights are learned on those: on what each says of films it was never told about.',
  inShort: 'Several systems, and weights that are learned.',
  paper: {
    authors: 'Jahrer, Töscher and Legenstein',
    year: 2010,
    title: 'Combining predictions for accurate recommender systems',
    venue: 'KDD',
  },
  step: { one: 'batch', many: 'batches' },
  speed: 20,
  byGradient: true,
  settings: [
    firstComponent,
    secondComponent,
    { ...thirdComponent, why: 'One more voice. Where it knows nothing that the two do not, its weight goes down.' },
    {
      kind: 'choice',
      id: 'loss',
      name: 'Learns to tell',
      why: 'Which films were watched, from those that were not: that orders a list. Or how many stars they got: that says little about what is watched.',
      options: [
        { value: 'bce', label: 'watched from not (cross-entropy)' },
        { value: 'mse', label: 'stars (squared error)' },
      ],
    },
    {
      kind: 'choice',
      id: 'normalisation',
      name: 'Scores of the parts',
      why: 'On one scale a weight says how far a part is trusted. Raw, it says just as much about how large its numbers are.',
      options: [
        { value: 'z', label: 'on one scale, with scale and bias' },
        { value: 'raw', label: 'raw (pitfall)' },
      ],
    },
    { ...learningRate, more: true },
    { ...epochs, why: 'How often the ratings kept from the parts are gone through.', more: true },
    batchSize,
    {
      ...negatives,
      why: 'Films drawn at random, as not watched, beside each rating. For the squared error there are none.',
      more: true,
    },
    likedFrom,
  ],
  presets: {
    course: {
      values: {
        first: 'funk-svd',
        second: 'content',
        third: 'none',
        loss: 'mse',
        normalisation: 'raw',
        learningRate: 0.001,
        epochs: 20,
        batchSize: 64,
        negatives: 4,
        likedFrom: 0,
      },
      why: 'The course learns softmax weights on raw predictions of stars, by their squared error. A softmax of two can only go between the two: it cannot correct a part whose scale is off.',
    },
    tuned: {
      values: {
        first: 'item-cf',
        second: 'als',
        third: 'text-content',
        loss: 'bce',
        normalisation: 'z',
        learningRate: 0.02,
        epochs: 10,
        batchSize: 256,
        negatives: 4,
        likedFrom: 0,
      },
      why: 'Found by trying. Words alone rank badly; on MovieLens latest-small they still add something to two systems that know only who watched what, on these films next to nothing: read their weight.',
    },
  },
}
