import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint } from './fingerprint.ts'

test('16 hexadecimal digits, the same for the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fingerprint([bytes])).toMatch(/^[0-9a-f]{16}$/)
      expect(fingerprint([bytes.slice()])).toBe(fingerprint([bytes]))
    }),
  )
})

test('one changed bit changes half of it, about', () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => 37 * i)
  const before = BigInt(`0x${fingerprint([bytes])}`)
  for (let bit = 0; bit < 512; bit++) {
    const changed = bytes.slice()
    changed[bit >> 3]! ^= 1 << (bit & 7)
    const difference = before ^ BigInt(`0x${fingerprint([changed])}`)
    const flipped = [...difference.toString(2)].filter((digit) => digit === '1').length
    expect(flipped).toBeGreaterThan(10)
    expect(flipped).toBeLessThan(54)
  }
})

test('100,000 small arrays give 100,000 fingerprints', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 100_000; n++) seen.add(fingerprint([Uint32Array.of(n)]))
  expect(seen.size).toBe(100_000)
})

test('where one array ends and the next begins matters', () => {
  expect(fingerprint([Uint8Array.of(1, 2), Uint8Array.of(3)])).not.toBe(
    fingerprint([Uint8Array.of(1), Uint8Array.of(2, 3)]),
  )
})

test('a view is what it shows, not the buffer behind it', () => {
  const buffer = Uint8Array.of(9, 1, 2, 9)
  expect(fingerprint([buffer.subarray(1, 3)])).toBe(fingerprint([Uint8Array.of(1, 2)]))
})
