import type { NumberSetting } from '../../workers/contract/spec.ts'

/** Positions of a slider, apart from values that must be reachable. */
const rungs = 100

/**
 * The values a slider stops at, rising: every step of a linear scale while they are few, else a hundred of them;
 * two-digit values at equal factors on a logarithmic one. `reachable` (presets, the value now) are always among them.
 */
export function ladderOf(setting: NumberSetting, reachable: readonly number[]): readonly number[] {
  const { low, high, step, scale } = setting
  const count = scale === 'log' ? rungs : Math.min(500, Math.round((high - low) / step))
  const values = new Set<number>([low, high])
  for (let i = 0; i <= count; i++) {
    const share = i / count
    const exact = scale === 'log' ? low * (high / low) ** share : low + (high - low) * share
    values.add(snapped(setting, scale === 'log' ? Number(exact.toPrecision(2)) : exact))
  }
  for (const value of reachable) if (value >= low && value <= high) values.add(value)
  return [...values].sort((a, b) => a - b)
}

/** The nearest value that is a whole number of steps and within bounds, without the dust of binary fractions. */
function snapped({ low, high, step, whole }: NumberSetting, value: number): number {
  const steps = whole ? Math.round(value) : Number((Math.round(value / step) * step).toPrecision(12))
  return Math.min(high, Math.max(low, steps))
}

/** Where on the ladder a value stands, or the nearest rung. */
export function rungOf(ladder: readonly number[], value: number): number {
  let best = 0
  ladder.forEach((rung, i) => {
    if (Math.abs(rung - value) < Math.abs(ladder[best]! - value)) best = i
  })
  return best
}

/** A setting's value with the digits that matter and its unit: "20", "0.01", "1.0". */
export function valueText({ whole, unit }: NumberSetting, value: number): string {
  const digits = whole || value >= 10 ? 0 : value >= 1 ? 1 : 2
  const shown = Math.max(digits, decimalsOf(value))
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: shown })
  return unit === undefined ? text : `${text} ${unit}`
}

const decimalsOf = (value: number) => Math.min(6, String(value).split('.')[1]?.length ?? 0)
