import { algorithmOptions } from '../algorithms/catalog.ts'
import type { ChoiceSetting, Settings } from '../contract/spec.ts'

/** Where a part stands among those that a system is made of. */
export const slots = ['first', 'second', 'third'] as const
export type Slot = (typeof slots)[number]

export const firstComponent: ChoiceSetting = {
  kind: 'choice',
  id: 'first',
  name: 'First part',
  why: 'A system of its own, fully trained with its tuned settings.',
  options: algorithmOptions,
}

export const secondComponent: ChoiceSetting = {
  ...firstComponent,
  id: 'second',
  name: 'Second part',
  why: 'Two that go wrong in different ways help each other most; two alike only repeat each other.',
}

export const thirdComponent: ChoiceSetting = {
  ...firstComponent,
  id: 'third',
  name: 'Third part',
  why: 'One more voice. It helps only where it knows something that the two do not.',
  options: [{ value: 'none', label: 'none' }, ...algorithmOptions],
}

/** The parts that a system is made of, by the place they have in it. */
export function chosenComponents(settings: Settings): { readonly slot: Slot; readonly id: string }[] {
  return slots.flatMap((slot) => (settings[slot] === 'none' ? [] : [{ slot, id: String(settings[slot]) }]))
}
