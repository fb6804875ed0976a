import { expect, test } from 'vitest'
import { normalCdf, normalQuantile, twoSidedP } from './normal.ts'

/** Wichura's and scipy's digits. */
test.each([
  [-8, 6.220960574271785e-16],
  [-5, 2.866515718791939e-7],
  [-2.5, 0.006209665325776132],
  [-1.959963984540054, 0.025],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [3, 0.9986501019683699],
])('the share below %f', (z, share) => {
  expect(Math.abs(normalCdf(z) / share - 1)).toBeLessThan(1e-13)
})

test.each([
  [0, 1],
  [1.959963984540054, 0.05],
  [-2.5758293035489004, 0.01],
  [6, 1.973175290075396e-9],
])('the chance of being at least %f away', (z, p) => {
  expect(Math.abs(twoSidedP(z) / p - 1)).toBeLessThan(1e-12)
})

test.each([
  [1e-6, -4.753424308822899],
  [0.001, -3.090232306167813],
  [0.025, -1.959963984540054],
  [0.2, -0.8416212335729143],
  [0.5, 0],
  [0.8, 0.8416212335729143],
  [0.975, 1.959963984540054],
])('the place of a share of %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 12)
})

test('goes there and back, series and fraction meet, and the ends are infinite', () => {
  for (let z = -7; z <= 0; z += 0.125) expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 10)
  expect(normalCdf(2.5)).toBeCloseTo(normalCdf(2.5 - 1e-12), 11)
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.1)]).toEqual([-Infinity, Infinity, NaN])
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(NaN)]).toEqual([0, 1, NaN])
})
