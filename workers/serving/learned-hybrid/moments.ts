import { lossAt, softmaxOf, type BlendExamples, type BlendForm } from './blend-step.ts'

/** So many moments of a run are remembered, for its curves. */
const remembered = 60

/** A moment is remembered every so many steps. */
export const everySoOften = (steps: number) => Math.max(1, Math.ceil(steps / remembered))

/** Numbers a moment: the weights, the loss of the blend, and the loss of each part. */
export const rowLength = (parts: number) => 2 * parts + 1

/** How the parts stand at some parameters. */
export interface Moment {
  /** of each part; together 1 */
  readonly weights: Float64Array
  /** over all examples: of the blend, then of each part as if all the weight were its own, by the same scale and bias */
  readonly losses: Float64Array
}

export function momentOf(
  { parts, predictions, targets }: BlendExamples,
  { loss }: BlendForm,
  parameters: Float64Array,
): Moment {
  const weights = softmaxOf(parameters, parts)
  const [scale, bias] = parameters.subarray(parts)
  const losses = new Float64Array(parts + 1)
  targets.forEach((target, example) => {
    let blend = 0
    for (let m = 0; m < parts; m++) {
      const own = predictions[example * parts + m]
      blend += weights[m] * own
      losses[1 + m] += lossAt(scale * own + bias, target, loss).loss
    }
    losses[0] += lossAt(scale * blend + bias, target, loss).loss
  })
  return { weights, losses: losses.map((sum) => sum / Math.max(1, targets.length)) }
}
