import { expect, test } from 'vitest'
import { student95 } from './student.ts'

/** By the midpoint rule over t = √ν tan θ, which makes the density cos(θ)^(ν − 1). */
function shareBelow(t: number, degrees: number): number {
  const steps = 20_000
  const integral = (to: number) => {
    let sum = 0
    for (let i = 0; i < steps; i++) sum += Math.cos((to * (i + 0.5)) / steps) ** (degrees - 1)
    return (sum * to) / steps
  }
  return 0.5 + (0.5 * integral(Math.atan(t / Math.sqrt(degrees)))) / integral(Math.PI / 2)
}

test('97.5 % lie below, whatever the degrees of freedom', () => {
  for (const degrees of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 19, 30, 60, 199, 609])
    expect(shareBelow(student95(degrees), degrees), `${degrees}`).toBeCloseTo(0.975, 6)
})

test('one value says nothing of its spread, and very many are normal', () => {
  expect(student95(0)).toBe(Infinity)
  expect(student95(1e9)).toBeCloseTo(1.959963984540054, 8)
})
