import { adamCorrections, adamInPlace } from '../../lib/adam.ts'
import { exp, log1p } from '../../lib/portable-math.ts'
import type { GpuDevice } from '../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../device/kernel.ts'
import source from './blend-step.wgsl?raw'

/** What several parts predicted of the same things, and what came true. */
export interface BlendExamples {
  readonly parts: number
  /** examples × parts, row-major */
  readonly predictions: Float32Array
  /** 0 or 1 for cross-entropy; any number for the squared error */
  readonly targets: Float32Array
}

/** How the blend is judged, and whether a scale and a bias outside the softmax are learned with it. */
export interface BlendForm {
  readonly loss: 'bce' | 'mse'
  readonly affine: boolean
}

/** What is learned, and Adam's memory of its gradients. */
export interface BlendState {
  /** a number a part before the softmax, then scale and bias */
  readonly parameters: Float64Array
  /** the first moment of each parameter, then the second */
  readonly moments: Float64Array
}

/** What one batch says at the parameters before the step. */
export interface BlendBatch {
  /** its mean loss */
  readonly loss: number
  /** of every parameter */
  readonly gradient: Float64Array
  /** scale × blend + bias of each example: the logit, or the prediction */
  readonly outputs: Float64Array
}

/** The weights of the parts: positive, and together 1. */
export function softmaxOf(parameters: Float64Array, parts: number): Float64Array {
  const own = parameters.subarray(0, parts)
  const highest = own.reduce((most, value) => Math.max(most, value), -Infinity)
  const raised = own.map((value) => exp(value - highest))
  const whole = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / whole)
}

/** The loss of one output, and its slope there. Cross-entropy is taken of the logit, so that it never overflows. */
export function lossAt(output: number, target: number, loss: BlendForm['loss']): { loss: number; slope: number } {
  if (loss === 'mse') return { loss: (output - target) * (output - target), slope: 2 * (output - target) }
  const small = exp(-Math.abs(output))
  return {
    loss: Math.max(output, 0) - output * target + log1p(small),
    slope: (output >= 0 ? 1 : small) / (1 + small) - target,
  }
}

/** Loss, gradient and outputs of the examples in a batch; of none, all zero. */
export function blendBatchPlain(
  { parts, predictions, targets }: BlendExamples,
  form: BlendForm,
  parameters: Float64Array,
  batch: Uint32Array,
): BlendBatch {
  const weights = softmaxOf(parameters, parts)
  const [scale, bias] = parameters.subarray(parts)
  const outputs = new Float64Array(batch.length)
  const slopes = new Float64Array(parts)
  let [loss, ofBlend, ofBias] = [0, 0, 0]
  batch.forEach((example, place) => {
    let blend = 0
    for (let m = 0; m < parts; m++) blend += weights[m] * predictions[example * parts + m]
    outputs[place] = scale * blend + bias
    const at = lossAt(outputs[place], targets[example], form.loss)
    loss += at.loss
    for (let m = 0; m < parts; m++) slopes[m] += at.slope * predictions[example * parts + m]
    ofBlend += at.slope * blend
    ofBias += at.slope
  })
  const mean = (sum: number) => sum / Math.max(1, batch.length)
  const gradient = new Float64Array(parts + 2)
  for (let m = 0; m < parts; m++) gradient[m] = scale * weights[m] * mean(slopes[m] - ofBlend)
  if (form.affine) gradient.set([mean(ofBlend), mean(ofBias)], parts)
  return { loss: mean(loss), gradient, outputs }
}

/** One step of Adam, in place; `step` counts from 1. */
export function adamPlain(
  { parameters, moments }: BlendState,
  gradient: Float64Array,
  learningRate: number,
  step: number,
): void {
  const [mean, square] = [moments.subarray(0, parameters.length), moments.subarray(parameters.length)]
  adamInPlace(parameters, mean, square, gradient, { learningRate, weightDecay: 0, step })
}

/** Examples, parameters and moments on the GPU; nothing comes back before `read`. */
export interface BlendOnGpu {
  /** One dispatch; `step` counts from 1. */
  step(batch: Uint32Array, rate: number, step: number): Promise<void>
  /** As things stand, and what the last batch said; throws DeviceLostError where the device is gone. */
  read(): Promise<BlendState & BlendBatch>
  destroy(): void
}

/** @param mostInBatch the largest batch that will come */
export function createBlendOnGpu(
  gpu: GpuDevice,
  { parts, predictions, targets }: BlendExamples,
  { loss, affine }: BlendForm,
  start: BlendState,
  mostInBatch: number,
): BlendOnGpu {
  const constants = { PARTS: parts, BCE: Number(loss === 'bce'), AFFINE: Number(affine) }
  const kernel = kernelOf(gpu, source, 'blend_step', constants)
  const count = parts + 2
  const numbers = parameterBuffer(gpu, 3)
  const order = emptyBuffer(gpu, mostInBatch)
  const given = [predictions, targets].map((values) => bufferFrom(gpu, values))
  const held = [start.parameters, start.moments].map((values) => bufferFrom(gpu, Float32Array.from(values)))
  const [learned, outputs] = [emptyBuffer(gpu, 1 + count), emptyBuffer(gpu, mostInBatch)]
  const bound = bind(gpu, { kernel, bindings: [numbers, ...given, order, ...held, learned, outputs], workgroups: 1 })
  const back = readBackOf(gpu, [
    { buffer: held[0], length: count },
    { buffer: held[1], length: 2 * count },
    { buffer: learned, length: 1 + count },
    { buffer: outputs, length: mostInBatch },
  ])
  const values = new ArrayBuffer(12)
  let latest = 0
  return {
    async step(batch, rate, step) {
      const corrected = adamCorrections({ learningRate: rate, step })
      new Uint32Array(values, 0, 1)[0] = latest = batch.length
      new Float32Array(values, 4).set([corrected.rate, corrected.root])
      write(gpu, numbers, values)
      write(gpu, order, batch)
      await run(gpu, [bound])
    },
    async read() {
      await run(gpu, [], back.copy)
      const [parameters, moments, said, made] = (await back.bytes()).map((bytes) =>
        Float64Array.from(new Float32Array(bytes)),
      )
      return { parameters, moments, loss: said[0], gradient: said.slice(1), outputs: made.slice(0, latest) }
    },
    destroy() {
      for (const one of [numbers, order, ...given, ...held, learned, outputs, back]) one.destroy()
    },
  }
}
