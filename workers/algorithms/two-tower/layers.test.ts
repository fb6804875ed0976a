import { describe, expect, test } from 'vitest'
import type { Device } from '../../device/device.ts'
import { drawn, expectGradient, numbersOf } from '../../testing/gradient-check.ts'
import { atLeast } from './at-least.ts'
import { testDevice } from '../../testing/test-device.ts'
import {
  mul,
  sum,
  tensor1d,
  tensorCount,
  tensorOf,
  tensorsOn,
  variablesOf,
  type ArrayWithShape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '../../device/tensors.ts'
import { allProducts, inBatchSoftmax, normalized } from './layers.ts'

const held = testDevice()
const cpu: Device = { kind: 'cpu', reason: 'a test' }
const kinds = ['cpu', 'webgpu'] as const
const deviceOf = (kind: (typeof kinds)[number]): Device => (kind === 'cpu' ? cpu : held.gpu)

/** Three people beside three items; the first and the last are one item. */
const dots: ArrayWithShape = { shape: [3, 3], values: Float32Array.of(0.9, 0.1, 0.9, -0.2, 0.5, 0.3, 0.4, 0.2, 0.8) }
const temperature: ArrayWithShape = { shape: [], values: Float32Array.of(0.5) }
const logQ = [Math.log(0.5), Math.log(0.2), Math.log(0.5)]

const softmax = (ids: readonly number[], correction: readonly number[]) => (given: Record<string, Tensor>) =>
  inBatchSoftmax(given.dots as Tensor2D, given.temperature!, {
    logQ: tensor1d(Float32Array.from(correction)),
    ids: tensor1d(Int32Array.from(ids), 'int32') as Tensor1D,
  }) as Scalar

/** Written down from the definition. */
function definition(ids: readonly number[], correction: readonly number[]): number {
  const losses = ids.map((own, row) => {
    const logits = ids.map((_, k) => dots.values[row * 3 + k]! / 0.5 - correction[k]!)
    const counted = logits.filter((_, k) => k === row || ids[k] !== own)
    return Math.log(counted.reduce((total, logit) => total + Math.exp(logit), 0)) - logits[row]!
  })
  return losses.reduce((total, loss) => total + loss, 0) / 3
}

const cases: readonly (readonly [string, number[], number[]])[] = [
  ['plain', [0, 1, 2], [0, 0, 0]],
  ['corrected', [0, 1, 2], logQ],
  ['corrected, with an item twice', [4, 1, 4], logQ],
]

describe.each(kinds)('on %s', (kind) => {
  test.each(cases)(
    'in-batch softmax, %s: loss and gradients are those of the definition',
    async (_, ids, correction) => {
      const tensors = await tensorsOn(deviceOf(kind))
      const [loss] = await numbersOf(tensors, { dots, temperature }, softmax(ids, correction))
      expect(loss).toBeCloseTo(definition(ids, correction), 5)
      await expectGradient(tensors, { dots, temperature }, softmax(ids, correction))
    },
  )

  test('in-batch softmax of a batch wider than a workgroup, from people and items', async () => {
    const size = 150
    const ids = Array.from({ length: size }, (_, k) => k % 97)
    const correction = Array.from(drawn([size], 5).values, (x) => -3 - x * x)
    await expectGradient(
      await tensorsOn(deviceOf(kind)),
      { people: drawn([size, 9], 1), items: drawn([size, 9], 2), temperature },
      ({ people, items, temperature }) =>
        softmax(
          ids,
          correction,
        )({
          dots: allProducts(normalized(people as Tensor2D), normalized(items as Tensor2D)),
          temperature: temperature!,
        }),
    )
  })

  test('no logit overflows or is lost, however low the temperature', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const cold = { shape: [], values: Float32Array.of(0.01) }
    const far = { shape: [2, 2], values: Float32Array.of(-1, 1, 1, -1) }
    const [loss] = await numbersOf(tensors, { dots: far, temperature: cold }, ({ dots, temperature }) =>
      inBatchSoftmax(dots as Tensor2D, temperature!, {
        logQ: tensor1d([-12, 0]),
        ids: tensor1d([0, 1], 'int32') as Tensor1D,
      }),
    )
    expect(loss).toBeCloseTo(200, 3)
  })

  test('rows of length 1, and their gradient', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const x = drawn([5, 70], 3)
    const unit = await numbersOf(tensors, { x }, ({ x }) => normalized(x as Tensor2D))
    for (let row = 0; row < 5; row++) {
      const own = unit.subarray(row * 70, (row + 1) * 70)
      expect(own.reduce((total, value) => total + value * value, 0)).toBeCloseTo(1, 5)
    }
    const weights = drawn([5, 70], 4)
    await expectGradient(tensors, { x }, ({ x }) => sum(mul(normalized(x as Tensor2D), tensorOf(weights))) as Scalar)
    const zero = { shape: [1, 3], values: new Float32Array(3) }
    expect(Array.from(await numbersOf(tensors, { zero }, ({ zero }) => normalized(zero as Tensor2D)))).toEqual([
      0, 0, 0,
    ])
  })

  test('what is below a bound is raised to it, in place', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const { held: parameter } = tensors.run(() =>
      variablesOf({ held: { shape: [3], values: Float32Array.of(-1, 0.01, 2) } }),
    )
    tensors.run(() => atLeast([parameter!], [], { least: 0.01 }))
    expect(Array.from(await tensors.read(parameter!))).toEqual([0.01, 0.01, 2].map(Math.fround))
    parameter!.dispose()
  })

  test('nothing is left behind', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const before = tensorCount()
    await expectGradient(tensors, { dots, temperature }, softmax([0, 1, 2], logQ))
    expect(tensorCount()).toBe(before)
  })
})
