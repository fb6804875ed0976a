import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random } from '../lib/random.ts'
import type { Device } from './device.ts'
import {
  batchNorm,
  bagsOf,
  dense,
  dropout,
  embedding,
  embeddingBag,
  lookup,
  noiseOf,
  sigmoidCrossEntropy,
} from './layers.ts'
import { crossByMatrix, crossByVector } from '../algorithms/dcn/layers.ts'
import { adamUpdate } from './kernels/adam.ts'
import { drawn, expectGradient, numbersOf } from '../testing/gradient-check.ts'
import { testDevice } from '../testing/test-device.ts'
import {
  mul,
  reshape,
  sum,
  tensor1d,
  tensorCount,
  tensorOf,
  tensorsOn,
  variableGrads,
  variablesOf,
  type ArrayWithShape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from './tensors.ts'

const held = testDevice()
const cpu: Device = { kind: 'cpu', reason: 'a test' }
const kinds = ['cpu', 'webgpu'] as const
const deviceOf = (kind: (typeof kinds)[number]): Device => (kind === 'cpu' ? cpu : held.gpu)

/** Ids below `rows`, some of them several times, some never. */
function ids(n: number, rows: number, seed: number): Int32Array {
  const from = random(seed)
  return Int32Array.from({ length: n }, () => from.integer(rows))
}

/** Weights that make a scalar of any tensor in which no part can hide another. */
const weighed = (tensor: Tensor, seed: number) => sum(mul(tensor, tensorOf(drawn(tensor.shape, seed)))) as Scalar

const bags = (bagCount: number, rows: number, seed: number) => {
  const from = random(seed)
  const bagStart = new Int32Array(bagCount + 1)
  // the first bag is empty
  for (let b = 1; b < bagCount; b++) bagStart[b + 1] = bagStart[b]! + from.integer(4)
  const n = bagStart[bagCount]!
  return { ids: ids(n, rows, seed + 1), weights: drawn([n], seed + 2).values, bagStart }
}

const layers: Record<string, { given: Record<string, ArrayWithShape>; of: (given: Record<string, Tensor>) => Tensor }> =
  {
    embedding: {
      given: { table: drawn([7, 5], 1) },
      of: ({ table }) => embedding(table as Tensor2D, lookup(ids(11, 7, 2), 7)),
    },
    'embedding bag': {
      given: { table: drawn([7, 5], 3) },
      of: ({ table }) => {
        const { ids, weights, bagStart } = bags(6, 7, 4)
        return embeddingBag(table as Tensor2D, bagsOf(ids, weights, bagStart, 7))
      },
    },
    dense: {
      given: { x: drawn([9, 6], 5), weights: drawn([6, 4], 6), bias: drawn([4], 7) },
      of: ({ x, weights, bias }) => dense(x as Tensor2D, weights as Tensor2D, bias as Tensor1D),
    },
    'dense with ReLU': {
      given: { x: drawn([9, 6], 8), weights: drawn([6, 4], 9), bias: drawn([4], 10) },
      of: ({ x, weights, bias }) => dense(x as Tensor2D, weights as Tensor2D, bias as Tensor1D, 'relu'),
    },
    dropout: { given: { x: drawn([9, 6], 11) }, of: ({ x }) => dropout(x!, 0.3, noiseOf(1, 2)) },
    'cross-entropy': {
      given: { logits: drawn([70], 12) },
      of: ({ logits }) => sigmoidCrossEntropy(logits as Tensor1D, tensor1d(ids(70, 2, 13), 'float32')),
    },
    'cross layer by a vector': {
      given: { start: drawn([9, 70], 40), x: drawn([9, 70], 41), weights: drawn([70, 1], 42), bias: drawn([70], 43) },
      of: ({ start, x, weights, bias }) => crossByVector(start as Tensor2D, x as Tensor2D, weights!, bias!),
    },
    'cross layer by a matrix': {
      given: { start: drawn([9, 6], 44), x: drawn([9, 6], 45), weights: drawn([6, 6], 46), bias: drawn([6], 47) },
      of: ({ start, x, weights, bias }) =>
        crossByMatrix(start as Tensor2D, x as Tensor2D, weights as Tensor2D, bias as Tensor1D),
    },
    'two cross layers on one start': {
      given: { x: drawn([5, 6], 48), first: drawn([6, 1], 49), second: drawn([6, 1], 50), bias: drawn([6], 51) },
      of: ({ x, first, second, bias }) => {
        const start = x as Tensor2D
        return crossByVector(start, crossByVector(start, start, first!, bias!), second!, bias!)
      },
    },
    'batch normalization': {
      given: { x: drawn([9, 6], 14), gamma: drawn([6], 15), beta: drawn([6], 16) },
      of: ({ x, gamma, beta }) => {
        const { running } = variablesOf({ running: drawn([2, 6], 17) })
        const normed = batchNorm(x as Tensor2D, { gamma, beta, running } as never, true)
        running!.dispose()
        return normed
      },
    },
    'batch normalization as served': {
      given: { x: drawn([9, 6], 52) },
      of: ({ x }) => {
        const variance = drawn([6], 53).values.map(Math.abs)
        const running = tensorOf({ shape: [2, 6], values: Float32Array.of(...drawn([6], 54).values, ...variance) })
        const [gamma, beta] = [tensorOf(drawn([6], 55)), tensorOf(drawn([6], 56))]
        return batchNorm(x as Tensor2D, { gamma, beta, running } as never, false)
      },
    },
  }

describe.each(kinds)('on %s', (kind) => {
  test.each(Object.keys(layers))('%s: the gradient is that of finite differences', async (name) => {
    const { given, of } = layers[name]!
    await expectGradient(await tensorsOn(deviceOf(kind)), given, (tensors) => weighed(of(tensors), 99))
  })

  test('frees whatever it made', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const before = tensorCount()
    for (const { given, of } of Object.values(layers)) await numbersOf(tensors, given, of)
    expect(tensorCount()).toBe(before)
  })

  test('Adam moves a parameter as its definition says, step after step', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const [start, gradient] = [drawn([130], 20), drawn([130], 21)]
    const zero = { shape: [130], values: new Float32Array(130) }
    const own = tensors.run(() => variablesOf({ parameter: start, mean: zero, square: zero }))
    const asked = { learningRate: 0.01, weightDecay: 0.1 }
    for (let step = 1; step <= 3; step++) {
      tensors.run(() => {
        adamUpdate([own.parameter!, own.mean!, own.square!], [tensorOf(gradient)], { ...asked, step })
        return []
      })
    }
    const moved = await tensors.read(own.parameter!)
    for (const variable of Object.values(own)) variable.dispose()
    const wanted = Float64Array.from(start.values)
    const [m, v] = [new Float64Array(130), new Float64Array(130)]
    for (let step = 1; step <= 3; step++) {
      wanted.forEach((parameter, k) => {
        const g = gradient.values[k]! + 0.1 * parameter
        m[k] = 0.9 * m[k]! + 0.1 * g
        v[k] = 0.999 * v[k]! + 0.001 * g * g
        const [mean, square] = [m[k] / (1 - 0.9 ** step), v[k] / (1 - 0.999 ** step)]
        wanted[k] = parameter - (0.01 * mean) / (Math.sqrt(square) + 1e-8)
      })
    }
    moved.forEach((value, k) => expect(Math.abs(value - wanted[k]!)).toBeLessThan(2e-6))
  })

  test('batch normalization refuses to train on a single row', async () => {
    const tensors = await tensorsOn(deviceOf(kind))
    const one = drawn([1, 3], 22)
    expect(() => tensors.run(() => batchNorm(tensorOf(one) as Tensor2D, {} as never, true))).toThrow(/2 rows or more/)
  })
})

/** A step of a model with every layer, for as many rows as asked: loss and gradients. */
async function stepOn(device: Device, rows: number): Promise<Record<string, Float32Array>> {
  const tensors = await tensorsOn(device)
  const people = ids(rows, 200, 30)
  const labels = Float32Array.from(ids(rows, 2, 31))
  const start = {
    table: drawn([200, 64], 32),
    crossWeights: drawn([64, 1], 60),
    crossBias: drawn([64], 61),
    weights: drawn([64, 48], 33),
    bias: drawn([48], 34),
    gamma: drawn([48], 35),
    beta: drawn([48], 36),
    last: drawn([48, 1], 37),
    lastBias: drawn([1], 38),
  }
  const own = tensors.run(() => variablesOf(start))
  const { running } = tensors.run(() => variablesOf({ running: drawn([2, 48], 39) }))
  const result = tensors.run(() => {
    const { value, grads } = variableGrads(() => {
      let x = embedding(own.table as Tensor2D, lookup(people, 200))
      x = crossByVector(x, x, own.crossWeights!, own.crossBias!)
      x = dense(x, own.weights as Tensor2D, own.bias as Tensor1D, 'relu')
      x = batchNorm(x, { gamma: own.gamma, beta: own.beta, running } as never, true)
      x = dropout(x, 0.2, noiseOf(5, 1))
      const logits = dense(x, own.last as Tensor2D, own.lastBias as Tensor1D)
      return sigmoidCrossEntropy(reshape(logits, [rows]) as Tensor1D, tensor1d(labels)) as Scalar
    }, Object.values(own))
    return {
      loss: value as Tensor,
      ...Object.fromEntries(Object.entries(own).map(([name, v]) => [name, grads[v.name]!])),
    }
  })
  const numbers: Record<string, Float32Array> = {}
  for (const [name, tensor] of Object.entries(result)) {
    numbers[name] = await tensors.read(tensor)
    tensor.dispose()
  }
  for (const variable of [...Object.values(own), running!]) variable.dispose()
  return numbers
}

test.each([256, 2048])('%d rows: twice the same to the last bit, and WebGPU agrees with the CPU', async (rows) => {
  const onGpu = await stepOn(held.gpu, rows)
  expect(await stepOn(held.gpu, rows)).toEqual(onGpu)
  const onCpu = await stepOn(cpu, rows)
  expect(await stepOn(cpu, rows)).toEqual(onCpu)
  for (const [name, wanted] of Object.entries(onCpu)) {
    let [off, norm] = [0, 0]
    wanted.forEach((value, k) => {
      off += (onGpu[name]![k]! - value) ** 2
      norm += value ** 2
    })
    expect(Math.sqrt(off), name).toBeLessThanOrEqual(1e-4 * Math.sqrt(norm) + 1e-9)
  }
})

test('dropout keeps what its rate says, and other elements under another key', () => {
  const noise = noiseOf(7, 3)
  fc.assert(
    fc.property(fc.nat(0xffff), fc.nat(0xffff), (a, b) => a === b || noiseOf(7, a).key() !== noiseOf(7, b).key()),
  )
  expect(noise.key()).not.toBe(noise.key())
})
