import { expect, test } from 'vitest'
import { timeLeftOf } from './time-left.ts'

test('says nothing before there is a pace, and then what is left at it', () => {
  const timeLeft = timeLeftOf(0)
  const said = Array.from({ length: 101 }, (_, step) => timeLeft(step, 1000, step * 50))
  expect(said.slice(0, 40).every((seconds) => seconds === undefined)).toBe(true)
  expect(said[40]).toBeCloseTo(48, 9)
  expect(said[100]).toBeCloseTo(45, 9)
})

test('follows a pace that changes, and one long step does not stand for all', () => {
  const timeLeft = timeLeftOf(0)
  let now = 0
  const upTo = (from: number, to: number, ms: number) => {
    let left: number | undefined
    for (let step = from; step <= to; step++) left = timeLeft(step, 1000, (now += ms))
    return left!
  }
  expect(upTo(0, 100, 50)).toBeCloseTo(45, 9)
  expect(upTo(101, 101, 5000)).toBeLessThan((899 * 5) / 1.5)
  expect(upTo(102, 500, 100)).toBeCloseTo(50, 0)
})

test('begins anew where it goes back', () => {
  const timeLeft = timeLeftOf(0)
  for (let step = 0; step <= 100; step++) timeLeft(step, 1000, step * 50)
  expect(timeLeft(7, 10, 6000)).toBeUndefined()
})
