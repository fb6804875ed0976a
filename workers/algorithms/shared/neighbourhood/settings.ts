import type { ChoiceSetting, NumberSetting } from '../../../contract/spec.ts'

// The settings that comparing people and comparing items have in common.

/** @param shared what two of them share: "films that both rated" */
export function minOverlap(shared: string): NumberSetting {
  return {
    kind: 'number',
    id: 'minOverlap',
    name: 'Minimum overlap',
    unit: 'shared',
    why: `How many ${shared} it takes to compare two at all. At 1, a single one can make a perfect match.`,
    low: 1,
    high: 50,
    step: 1,
    scale: 'log',
    whole: true,
  }
}

export function listBy(why: string): ChoiceSetting {
  return {
    kind: 'choice',
    id: 'score',
    name: 'List by',
    why,
    options: [
      { value: 'votes', label: 'summed votes' },
      { value: 'stars', label: 'predicted stars' },
    ],
  }
}

export const centring: ChoiceSetting = {
  kind: 'choice',
  id: 'centring',
  name: 'Predicted stars start from',
  why: 'Raw: the weighted mean of the neighbours’ stars. A mean: how far each neighbour lies above or below it, so that strict and generous people compare.',
  options: [
    { value: 'none', label: 'raw stars' },
    { value: 'person', label: 'the person’s own mean' },
    { value: 'baseline', label: 'the means of person and film' },
  ],
  more: true,
}

export const unknownItems: ChoiceSetting = {
  kind: 'choice',
  id: 'unknown',
  name: 'Films without a neighbour',
  why: 'In a list by predicted stars. Given a mean, films that nothing is known about stand above films that neighbours found poor.',
  options: [
    { value: 'left out', label: 'are left out' },
    { value: 'mean', label: 'get the mean' },
  ],
  more: true,
}
