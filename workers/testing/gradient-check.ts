import { expect } from 'vitest'
import { random } from '../lib/random.ts'
import {
  tensorOf,
  variableGrads,
  variablesOf,
  type ArrayWithShape,
  type Scalar,
  type Tensor,
  type Tensors,
} from '../device/tensors.ts'

type Given = Readonly<Record<string, ArrayWithShape>>

/** For tests: the numbers of what `make` makes of some tensors. */
export async function numbersOf(
  tensors: Tensors,
  given: Given,
  make: (given: Record<string, Tensor>) => Tensor,
): Promise<Float32Array> {
  const made = tensors.run(() =>
    make(Object.fromEntries(Object.entries(given).map(([name, numbers]) => [name, tensorOf(numbers)]))),
  )
  const numbers = await tensors.read(made)
  made.dispose()
  return numbers
}

/**
 * For tests: compares every gradient of a scalar with central differences of it. In float32 a difference is only good to
 * about 1e-3 of its size: a few elements are looked at, with a step that weighs rounding against curvature.
 */
export async function expectGradient(
  tensors: Tensors,
  given: Given,
  scalar: (given: Record<string, Tensor>) => Scalar,
): Promise<void> {
  const variables = tensors.run(() => variablesOf(given))
  const gradients = tensors.run(() => {
    const { grads } = variableGrads(() => scalar(variables), Object.values(variables))
    return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, grads[variable.name]!]))
  })
  const step = 1 / 128
  for (const [name, { shape, values }] of Object.entries(given)) {
    const gradient = await tensors.read(gradients[name]!)
    const largest = Math.max(...gradient.map(Math.abs))
    for (let k = 0; k < values.length; k += Math.max(1, Math.floor(values.length / 8))) {
      const at = async (offset: number) => {
        const moved = values.slice()
        moved[k]! += offset
        return (await numbersOf(tensors, { ...given, [name]: { shape, values: moved } }, scalar))[0]!
      }
      const difference = ((await at(step)) - (await at(-step))) / (2 * step)
      expect(Math.abs(gradient[k]! - difference), `${name}[${k}]`).toBeLessThan(5e-3 * Math.max(1, largest))
    }
  }
  for (const tensor of [...Object.values(variables), ...Object.values(gradients)]) tensor.dispose()
}

/** For tests: standard normal numbers. */
export function drawn(shape: readonly number[], seed: number): ArrayWithShape {
  const from = random(seed)
  const size = shape.reduce((product, length) => product * length, 1)
  return { shape, values: Float32Array.from({ length: size }, () => from.normal()) }
}
