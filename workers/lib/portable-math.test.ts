import { expect, test } from 'vitest'
import { exp, log } from './portable-math.ts'

const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want)

test('exp agrees with Math.exp to 1e-15 over its whole range', () => {
  let worst = 0
  for (let x = -699.9; x <= 708.9; x += 0.0173) worst = Math.max(worst, relative(exp(x), Math.exp(x)))
  expect(worst).toBeLessThan(1e-15)
})

test('exp is exact or nearly so at the joints of its range reduction', () => {
  expect(exp(0)).toBe(1)
  for (let k = -1000; k <= 1020; k++) {
    for (const x of [(k + 0.5) * Math.LN2, k * Math.LN2, k * Math.LN2 + 1e-9]) {
      expect(relative(exp(x), Math.exp(x))).toBeLessThan(1e-15)
    }
  }
})

test('exp ends where it says', () => {
  expect(exp(-700.1)).toBe(0)
  expect(exp(-Infinity)).toBe(0)
  expect(exp(709.1)).toBe(Infinity)
  expect(exp(NaN)).toBeNaN()
})

test('log agrees with Math.log to 1e-15 from the smallest normal number to the largest', () => {
  let worst = 0
  for (let x = 2.3e-308; x < 1e308; x *= 1.0371) worst = Math.max(worst, relative(log(x), Math.log(x)))
  for (let x = 0.5; x < 2; x += 0.00017) if (x !== 1) worst = Math.max(worst, relative(log(x), Math.log(x)))
  expect(worst).toBeLessThan(1e-15)
})

test('log of numbers next to 1 keeps its digits', () => {
  expect(log(1)).toBe(0)
  for (const off of [2 ** -52, -(2 ** -53), 1e-9, -1e-9]) {
    expect(relative(log(1 + off), Math.log(1 + off))).toBeLessThan(1e-15)
  }
})

test('log outside its domain says so', () => {
  expect(log(0)).toBe(-Infinity)
  expect(log(-1)).toBeNaN()
  expect(log(NaN)).toBeNaN()
  expect(log(Infinity)).toBe(Infinity)
})
