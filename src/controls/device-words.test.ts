import { expect, test } from 'vitest'
import { deviceFacts, deviceText, milliseconds } from './device-words.ts'

test('the chip says what computes and why', () => {
  expect(deviceText({ kind: 'cpu', reason: 'no GPU found' })).toBe('CPU: no GPU found')
  expect(deviceText({ kind: 'webgpu', reason: 'GPU found', adapter: 'nvidia ampere' })).toBe('GPU: nvidia ampere')
})

test('only what is known is listed, and what is measured is marked', () => {
  expect(deviceFacts({ kind: 'cpu', reason: 'no GPU found' }).map(({ name }) => name)).toEqual(['Device', 'Why'])
  const facts = deviceFacts({ kind: 'webgpu', reason: 'GPU found', adapter: 'a', dispatches: 1200, msPerStep: 3.21 })
  expect(facts.filter(({ measured }) => measured).map(({ value }) => value)).toEqual(['3.2 ms', '1,200'])
})

test('times have sensible digits', () => {
  expect([0.42, 9.96, 12.4, 1300].map(milliseconds)).toEqual(['0.4 ms', '10.0 ms', '12 ms', '1.3 s'])
})
