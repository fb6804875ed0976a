import { describe, expect, it } from 'vitest'
import { random, type Random } from '../../lib/random.ts'
import { DeviceLostError } from '../../device/device.ts'
import { freshGpu, testDevice } from '../../testing/test-device.ts'
import {
  adamPlain,
  blendBatchPlain,
  createBlendOnGpu,
  softmaxOf,
  type BlendExamples,
  type BlendForm,
  type BlendState,
} from './blend-step.ts'

const test = testDevice()

const forms: readonly BlendForm[] = [
  { loss: 'bce', affine: true },
  { loss: 'bce', affine: false },
  { loss: 'mse', affine: true },
  { loss: 'mse', affine: false },
]

function someExamples(count: number, parts: number, { loss }: BlendForm, from: Random): BlendExamples {
  return {
    parts,
    predictions: Float32Array.from({ length: count * parts }, () => 2 * from.normal()),
    targets: Float32Array.from({ length: count }, () => (loss === 'bce' ? from.integer(2) : 1 + 4 * from.uniform())),
  }
}

function someState(parts: number, from: Random): BlendState {
  const parameters = Float64Array.from({ length: parts + 2 }, () => Math.fround(from.normal()))
  return { parameters, moments: new Float64Array(2 * parameters.length) }
}

const all = ({ targets }: BlendExamples) => Uint32Array.from(targets, (_, example) => example)

describe('the plain form', () => {
  it.each(forms)('has the gradient of its loss, by finite differences: $loss, scale and bias $affine', (form) => {
    for (const parts of [1, 2, 3]) {
      const from = random(parts)
      const examples = someExamples(37, parts, form, from)
      const { parameters } = someState(parts, from)
      const batch = all(examples).subarray(3, 31)
      const { gradient } = blendBatchPlain(examples, form, parameters, batch)
      gradient.forEach((slope, p) => {
        const moved = (by: number) => parameters.map((value, other) => (other === p ? value + by : value))
        const lossAt = (by: number) => blendBatchPlain(examples, form, moved(by), batch).loss
        const byDifference = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5
        if (p < parts || form.affine) expect(slope).toBeCloseTo(byDifference, 7)
        else expect(slope).toBe(0)
      })
    }
  })

  it('stays finite where the logit is large', () => {
    const examples = { parts: 1, predictions: Float32Array.of(5000, -5000), targets: Float32Array.of(0, 1) }
    const { loss, gradient } = blendBatchPlain(examples, forms[0], Float64Array.of(0, 1, 0), Uint32Array.of(0, 1))
    expect(loss).toBe(5000)
    expect(gradient.every(Number.isFinite)).toBe(true)
  })

  it('moves by the rate at the first step, whatever the size of the gradient', () => {
    const state = { parameters: Float64Array.of(1, 1, 1), moments: new Float64Array(6) }
    adamPlain(state, Float64Array.of(5, -0.003, 0), 0.01, 1)
    expect(state.parameters[0]).toBeCloseTo(0.99, 7)
    expect(state.parameters[1]).toBeCloseTo(1.01, 7)
    expect(state.parameters[2]).toBe(1)
  })

  it('finds the part that was right', () => {
    const from = random(9)
    const truth = Float32Array.from({ length: 400 }, () => from.normal())
    const rows = new Float32Array(800)
    truth.forEach((value, example) => rows.set([value, from.normal()], 2 * example))
    const examples = { parts: 2, predictions: rows, targets: truth }
    const state = { parameters: Float64Array.of(0, 0, 1, 0), moments: new Float64Array(8) }
    for (let step = 1; step <= 300; step++)
      adamPlain(state, blendBatchPlain(examples, forms[2], state.parameters, all(examples)).gradient, 0.05, step)
    expect(softmaxOf(state.parameters, 2)[0]).toBeGreaterThan(0.95)
  })
})

describe('on WebGPU', () => {
  async function bothSides(form: BlendForm, parts: number, size: number, steps: number) {
    const from = random(size + parts)
    const examples = someExamples(3 * size, parts, form, from)
    const plain = someState(parts, from)
    const onGpu = createBlendOnGpu(test.gpu, examples, form, plain, size)
    const before = test.gpu.dispatches
    let last = blendBatchPlain(examples, form, plain.parameters, all(examples))
    for (let step = 1; step <= steps; step++) {
      const batch = all(examples).map((_, place) => (place * 7 + step) % (3 * size))
      const own = batch.subarray(0, size - (step % 2))
      last = blendBatchPlain(examples, form, plain.parameters, own)
      adamPlain(plain, last.gradient, 0.01, step)
      await onGpu.step(own, 0.01, step)
    }
    const dispatches = test.gpu.dispatches - before
    const read = await onGpu.read()
    onGpu.destroy()
    return { plain, last, read, dispatches }
  }

  const near = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    expect(a).toHaveLength(b.length)
    Array.from(a, (x, i) => expect(Math.abs(x - b[i])).toBeLessThan(2e-4 * Math.max(1, Math.abs(b[i]))))
  }

  it.each(forms)('agrees with the plain reference: $loss, scale and bias $affine', async (form) => {
    for (const [parts, size] of [
      [1, 5],
      [2, 64],
      [3, 300],
    ]) {
      const { plain, last, read, dispatches } = await bothSides(form, parts, size, 4)
      expect(dispatches).toBe(4)
      near([read.loss], [last.loss])
      near(read.gradient, last.gradient)
      near(read.outputs, last.outputs)
      near(read.parameters, plain.parameters)
      near(read.moments, plain.moments)
    }
  })

  it.each([256, 2048])('gives the same bits twice, with %i examples a batch', async (size) => {
    const once = await bothSides(forms[0], 3, size, 6)
    expect((await bothSides(forms[0], 3, size, 6)).read).toEqual(once.read)
  })

  it('says so when the device is lost in mid-training', async () => {
    const gpu = await freshGpu()
    const from = random(2)
    const onGpu = createBlendOnGpu(gpu, someExamples(9, 2, forms[0], from), forms[0], someState(2, from), 9)
    await onGpu.step(Uint32Array.of(0, 1, 2), 0.01, 1)
    const inFlight = onGpu.read()
    gpu.device.destroy()
    await expect(inFlight).rejects.toThrow(DeviceLostError)
    await expect(onGpu.step(Uint32Array.of(0), 0.01, 2)).rejects.toThrow(DeviceLostError)
  })
})
