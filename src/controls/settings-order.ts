import type { PresetName, Setting, Spec } from '../../workers/contract/spec.ts'

const order: readonly PresetName[] = ['course', 'tuned', 'tuned-rating', 'a-a']
const mostAtFirst = 5

/** The presets a system has, always in the same order. */
export const presetNames = (spec: Spec): readonly PresetName[] => order.filter((name) => spec.presets[name])

/** Whether there is anything to choose between: a system whose presets are all the same has none to show. */
export function presetsDiffer(spec: Spec): boolean {
  const texts = presetNames(spec).map((name) =>
    JSON.stringify(spec.settings.map(({ id }) => spec.presets[name]?.values[id])),
  )
  return new Set(texts).size > 1
}

/** What is shown at once, at most five, and what stands behind "More settings"; never everything behind it. */
export function splitSettings(settings: readonly Setting[]): { first: readonly Setting[]; more: readonly Setting[] } {
  const front = settings.filter(({ more }) => !more)
  const first = (front.length === 0 ? settings : front).slice(0, mostAtFirst)
  return { first, more: settings.filter((setting) => !first.includes(setting)) }
}
