import { describe, expect, test } from 'vitest'
import { catalog } from '../../workers/catalog.ts'
import { presetNames, presetsDiffer, splitSettings } from './settings-order.ts'

describe.each(catalog.map(({ spec }) => spec))('the settings of $id', (spec) => {
  test('are all there, once, with at most five at first', () => {
    const { first, more } = splitSettings(spec.settings)
    expect(first.length).toBeLessThanOrEqual(5)
    expect([...first, ...more].map(({ id }) => id).sort()).toEqual(spec.settings.map(({ id }) => id).sort())
    if (spec.settings.length > 0) expect(first.length).toBeGreaterThan(0)
  })

  test('start from the presets that exist, course first', () => {
    expect(presetNames(spec)[0]).toBe('course')
    expect(new Set(presetNames(spec))).toEqual(new Set(Object.keys(spec.presets)))
  })
})

test('presets that are all the same are not offered', () => {
  const als = catalog.find(({ spec }) => spec.id === 'als')!.spec
  expect(presetsDiffer(als)).toBe(true)
  expect(presetsDiffer({ ...als, presets: { course: als.presets.tuned, tuned: als.presets.tuned } })).toBe(false)
})

test('a sixth setting goes behind the others', () => {
  const setting = catalog.flatMap(({ spec }) => spec.settings).find(({ more }) => !more)!
  const six = Array.from({ length: 6 }, (_, i) => ({ ...setting, id: `s${i}` }))
  expect(splitSettings(six).more.map(({ id }) => id)).toEqual(['s5'])
})
