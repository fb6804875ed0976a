import { ffmInteractions, fmInteractions, slotsOf } from './layers.ts'
import { embeddingBag, sigmoidCrossEntropy, withGradient } from '../../../device/layers.ts'
import {
  add,
  mul,
  reshape,
  scalar,
  sub,
  sum,
  tensor1d,
  type Parameters,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '../../../device/tensors.ts'
import { random, seedFor } from '../../../lib/random.ts'
import type { ExampleBatch } from '../../../training/feature-fields.ts'
import type { Weights, TrainableModel } from '../../../training/gradient.ts'
import { filled, normal } from '../../../training/initializers.ts'

/** What a factorization machine is made for. */
export interface FmShape {
  /** [features]: the field of each */
  readonly fieldOf: Int32Array
  readonly fields: number
  /** length of each vector */
  readonly factors: number
  /** a vector for each field that a feature meets, in place of one for all */
  readonly fieldAware: boolean
}

/** Examples side by side, each with as many places. */
export interface Examples extends ExampleBatch {
  readonly width: number
}

/** Examples to learn from, and what is to come out: 1 for watched and 0 for drawn at random, or any number. */
export interface LabelledExamples extends Examples {
  /** [n] */
  readonly labels: Float32Array
}

export interface FmModel {
  readonly shape: FmShape
  readonly parameters: Weights
  /** [n] */
  logits(parameters: Parameters, batch: Examples): Tensor1D
}

/** How many numbers the vectors of one feature have together. */
export const widthOf = ({ factors, fields, fieldAware }: FmShape) => factors * (fieldAware ? fields : 1)

/**
 * The factorization machine (Rendle, ICDM 2010, eq. 1): b + Σ w_i x_i + Σ_{i<j} ⟨v_i, v_j⟩ x_i x_j; field-aware
 * (Juan et al., RecSys 2016, eq. 4) ⟨v_{i, field of j}, v_{j, field of i}⟩ in place of ⟨v_i, v_j⟩. Vectors start from a
 * normal distribution (0.01), the rest at 0.
 */
export function fmModel(shape: FmShape, seed: number): FmModel {
  const features = shape.fieldOf.length
  const from = random(seedFor(shape.fieldAware ? 'ffm' : 'fm', seed))
  return {
    shape,
    parameters: {
      linear: filled([features, 1], 0),
      factors: normal(from, [features, widthOf(shape)], 0.01),
      bias: filled([1], 0),
    },
    logits: (parameters, batch) => logits(shape, parameters, batch),
  }
}

function logits(shape: FmShape, parameters: Parameters, { feature, value, width }: Examples): Tensor1D {
  const p = parameters as Record<string, Tensor2D>
  const examples = slotsOf(feature, value, width, shape.fieldOf.length)
  const linear = reshape(embeddingBag(p.linear!, examples), [feature.length / width])
  const pairs = shape.fieldAware
    ? ffmInteractions(p.factors!, examples, tensor1d(shape.fieldOf, 'int32'), shape.factors)
    : fmInteractions(p.factors!, examples)
  return add(add(linear, pairs), p.bias!)
}

/** Learns by binary cross-entropy of the logits to tell what was watched from what was drawn. */
export const ranking = (model: FmModel): TrainableModel<LabelledExamples> => ({
  parameters: model.parameters,
  loss: (parameters, batch) => sigmoidCrossEntropy(model.logits(parameters, batch), tensor1d(batch.labels)),
})

/** Learns a number, by the mean of the squared errors. */
export const regression = (model: FmModel): TrainableModel<LabelledExamples> => ({
  parameters: model.parameters,
  loss(parameters, batch) {
    const error = sub(model.logits(parameters, batch), tensor1d(batch.labels))
    return mul(sum(mul(error, error)), scalar(1 / batch.labels.length))
  },
})

/**
 * Two that learn from the same batches, each as it would alone: no parameter is in both. The loss shown is that of the
 * first; those of the second are named `beside.…`.
 */
export function sideBySide<Batch>(first: TrainableModel<Batch>, second: TrainableModel<Batch>): TrainableModel<Batch> {
  return {
    parameters: { ...first.parameters, ...prefixed(second.parameters) },
    loss: (parameters, batch, noise) =>
      add(first.loss(parameters, batch, noise), unseen(second.loss(plainWeights(parameters), batch, noise))),
  }
}

const prefix = 'beside.'

const prefixed = (own: Weights): Weights =>
  Object.fromEntries(Object.entries(own).map(([name, numbers]) => [prefix + name, numbers]))

/** What the second of two side by side learned, under its own names. */
export const plainWeights = <T>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, own]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), own]] : [])),
  )

/** 0, with the gradient of x. */
const unseen = (x: Tensor): Tensor =>
  withGradient(
    x,
    [],
    (x) => sub(x, x),
    (dy) => dy,
  )
