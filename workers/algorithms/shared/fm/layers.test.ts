import { describe, expect, test } from 'vitest'
import { random } from '../../../lib/random.ts'
import type { Device } from '../../../device/device.ts'
import { ffmInteractions, fmInteractions, slotsOf } from './layers.ts'
import { drawn, expectGradient } from '../../../testing/gradient-check.ts'
import { testDevice } from '../../../testing/test-device.ts'
import {
  mul,
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
  type Tensor2D,
} from '../../../device/tensors.ts'

const held = testDevice()
const cpu: Device = { kind: 'cpu', reason: 'a test' }
const kinds = ['cpu', 'webgpu'] as const
const deviceOf = (kind: (typeof kinds)[number]): Device => (kind === 'cpu' ? cpu : held.gpu)

const factors = 3
const [fieldCount, slots] = [3, 5]

interface Examples {
  readonly ids: Int32Array
  readonly weights: Float32Array
  readonly fieldOf: Int32Array
}

/** Two features of the first field, one of the second, two of the third; places empty here and there, whatever their id. */
function examples(n: number, rows: number, seed: number): Examples {
  const from = random(seed)
  const perField = Math.floor(rows / fieldCount)
  const fieldOf = Int32Array.from({ length: rows }, (_, row) => Math.min(Math.floor(row / perField), fieldCount - 1))
  const fields = [0, 0, 1, 2, 2]
  const ids = Int32Array.from(
    { length: n * slots },
    (_, place) => fields[place % slots]! * perField + from.integer(perField),
  )
  const weights = Float32Array.from(ids, () => (from.uniform() < 0.25 ? 0 : from.normal()))
  return { ids, weights, fieldOf }
}

const layers = {
  fm: {
    width: factors,
    of: (table: Tensor, { ids, weights }: Examples, rows: number) =>
      fmInteractions(table as Tensor2D, slotsOf(ids, weights, slots, rows)),
  },
  ffm: {
    width: factors * fieldCount,
    of: (table: Tensor, { ids, weights, fieldOf }: Examples, rows: number) =>
      ffmInteractions(table as Tensor2D, slotsOf(ids, weights, slots, rows), tensor1d(fieldOf, 'int32'), factors),
  },
}
const names = Object.keys(layers) as (keyof typeof layers)[]

/** As the papers write it: over all pairs, in double precision. */
function byDefinition(
  name: keyof typeof layers,
  { values }: ArrayWithShape,
  { ids, weights, fieldOf }: Examples,
): number[] {
  const { width } = layers[name]
  const vector = (id: number, toward: number) => {
    const first = id * width + (name === 'ffm' ? toward * factors : 0)
    return values.subarray(first, first + factors)
  }
  return Array.from({ length: ids.length / slots }, (_, example) => {
    let total = 0
    for (let a = example * slots; a < (example + 1) * slots; a++) {
      for (let b = a + 1; b < (example + 1) * slots; b++) {
        const [left, right] = [vector(ids[a]!, fieldOf[ids[b]!]!), vector(ids[b]!, fieldOf[ids[a]!]!)]
        left.forEach((value, d) => (total += weights[a]! * weights[b]! * value * right[d]!))
      }
    }
    return total
  })
}

describe.each(kinds)('on %s', (kind) => {
  test.each(names)('%s: every pair counts once, as the paper has it', async (name) => {
    const given = examples(70, 12, 1)
    const table = drawn([12, layers[name].width], 2)
    const tensors = await tensorsOn(deviceOf(kind))
    const before = tensorCount()
    const got = tensors.run(() => layers[name].of(tensorOf(table), given, 12))
    const numbers = await tensors.read(got)
    got.dispose()
    expect(tensorCount()).toBe(before)
    byDefinition(name, table, given).forEach((wanted, k) => expect(numbers[k]).toBeCloseTo(wanted, 4))
  })

  test.each(names)('%s: the gradient is that of finite differences', async (name) => {
    const given = examples(9, 12, 3)
    const weighing = drawn([9], 4)
    await expectGradient(
      await tensorsOn(deviceOf(kind)),
      { table: drawn([12, layers[name].width], 5) },
      ({ table }) => sum(mul(layers[name].of(table!, given, 12), tensorOf(weighing))) as Scalar,
    )
  })
})

async function gradientOn(device: Device, name: keyof typeof layers, n: number): Promise<Float32Array> {
  const tensors = await tensorsOn(device)
  const given = examples(n, 120, 6)
  const { table } = tensors.run(() => variablesOf({ table: drawn([120, layers[name].width], 7) }))
  const gradient = tensors.run(() => {
    const value = () => sum(mul(layers[name].of(table!, given, 120), tensorOf(drawn([n], 8)))) as Scalar
    return variableGrads(value, [table!]).grads[table!.name]!
  })
  const numbers = await tensors.read(gradient)
  gradient.dispose()
  table!.dispose()
  return numbers
}

test.each(names.flatMap((name) => [256, 2048].map((n) => [name, n] as const)))(
  '%s, %d examples: twice the same to the last bit, and WebGPU agrees with the CPU',
  async (name, n) => {
    const onGpu = await gradientOn(held.gpu, name, n)
    expect(await gradientOn(held.gpu, name, n)).toEqual(onGpu)
    const onCpu = await gradientOn(cpu, name, n)
    let [off, norm] = [0, 0]
    onCpu.forEach((value, k) => {
      off += (onGpu[k]! - value) ** 2
      norm += value ** 2
    })
    expect(Math.sqrt(off)).toBeLessThanOrEqual(1e-4 * Math.sqrt(norm))
  },
)
