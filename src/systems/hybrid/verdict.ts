import { mergedFilms, type FlowList } from './chart/merge-shape.ts'
import { listed, percent } from '../../format/numbers.ts'

const looked = 10

/** What each list brings to the scores of the first ten, in words; and whether one drowns the others. */
export function verdict(lists: readonly FlowList[], normalisation: string): string {
  const films = mergedFilms(lists).slice(0, looked)
  const brought = lists.map((_, index) =>
    films.reduce((sum, { shares }) => sum + Math.abs(shares[index]?.amount ?? 0), 0),
  )
  const whole = brought.reduce((sum, amount) => sum + amount, 0)
  if (whole === 0) return 'No list brings anything: all weights, or all scores, are 0.'
  const parts = lists.map(({ name }, index) => `${name} ${percent(brought[index]! / whole)}`)
  const only = lists.map(
    (_, index) => films.filter(({ shares }) => shares.every((share, at) => Boolean(share) === (at === index))).length,
  )
  const alone = only.reduce((sum, count) => sum + count, 0)
  const said = `Of the scores of the first ${films.length}, ${listed(parts)}. ${films.length - alone} of them stand in more than one list.`
  const largest = brought.indexOf(Math.max(...brought))
  if (normalisation !== 'raw' || brought[largest]! / whole < 0.9) return said
  return `${said} The numbers of ${lists[largest]!.name} are so large that the others hardly count, whatever the weights.`
}
