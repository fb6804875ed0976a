import { expect, test } from 'vitest'
import { exp, exp2, expm1, log, log1p, log2, power } from './portable-math.ts'

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

test('exp2 and log2 are exact for powers of two, and agree with Math between them', () => {
  for (let k = -1022; k <= 1023; k++) {
    expect(exp2(k)).toBe(2 ** k)
    expect(log2(2 ** k)).toBe(k)
  }
  expect([exp2(-1022.5), exp2(1024), log2(0)]).toEqual([0, Infinity, -Infinity])
  expect(log2(-1)).toBeNaN()
  let worst = 0
  for (let x = -1021.9; x < 1023; x += 0.0371) worst = Math.max(worst, relative(exp2(x), 2 ** x))
  for (let x = 2.3e-308; x < 1e308; x *= 1.0371) worst = Math.max(worst, relative(log2(x), Math.log2(x)))
  expect(worst).toBeLessThan(1e-15)
})

test('expm1 and log1p keep the digits of small numbers', () => {
  let worst = 0
  for (let x = 1e-300; x < 700; x *= 1.0371)
    for (const each of [x, -x]) worst = Math.max(worst, relative(expm1(each), Math.expm1(each)))
  for (let x = 1e-300; x < 1e300; x *= 1.0371) worst = Math.max(worst, relative(log1p(x), Math.log1p(x)))
  for (let x = 1e-300; x < 0.999; x *= 1.0371) worst = Math.max(worst, relative(log1p(-x), Math.log1p(-x)))
  expect(worst).toBeLessThan(2e-15)
  expect([expm1(0), log1p(0), log1p(Infinity)]).toEqual([0, 0, Infinity])
})

test('power multiplies', () => {
  expect([0, 1, 2, 3, 10, 31].map((exponent) => power(3, exponent))).toEqual([1, 3, 9, 27, 59049, 3 ** 31])
  let worst = 0
  for (let exponent = 1; exponent < 20_000; exponent += 7)
    worst = Math.max(worst, relative(power(0.999, exponent), Math.exp(exponent * Math.log(0.999))))
  expect(worst).toBeLessThan(1e-11)
})
