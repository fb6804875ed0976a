import { addedUp, type Context, type Contribution, type Explanation } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import type { UserRows } from '../../training/pointwise-model.ts'
import type { Crosses } from './crosses.ts'

/**
 * How far each cross, and the network as one, lifts a film above the average film, as they are drawn. The model is their
 * sum, so that nothing is approximate; the network takes what rounding leaves.
 */
export function explainWideDeep(
  crosses: Crosses,
  learned: Weights,
  rows: UserRows,
  item: number,
  scores: Float64Array,
  now?: Context,
): Explanation {
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const wide = wideParts(crosses, learned, rows, item, now)
  const deep = scores[item]! - average - wide.reduce((sum, { amount }) => sum + amount, 0)
  const { kind, contributions } = addedUp('parts', [...wide, { label: 'the deep network', amount: deep }])
  const always = { label: 'the average film', amount: average, always: true } as const
  return { kind, score: scores[item]!, contributions: [...contributions, always] }
}

/**
 * "the person × drama", "drama × evening", one for each cross that holds; and what the film goes without because crosses
 * of other genres do not. What a genre says on average over context fields that are not named is of that genre alone.
 */
function wideParts(
  { genres, moments, of, meanValues }: Crosses,
  { genreMoment }: Weights,
  { personGenre }: UserRows,
  item: number,
  now?: Context,
): Contribution[] {
  const active = of(item, now)
  const named = active.moments.filter((moment) => moment.named)
  const unnamed = active.moments.filter((moment) => !moment.named)
  const together = (genre: number, moment: (typeof active.moments)[number]) =>
    moment.value * genreMoment!.values[genre * moments.length + moment.id]!
  const crossesOf = (genre: number) => [
    { label: `the person × ${genres[genre]!}`, weight: personGenre!.values[genre]! },
    ...(genreMoment && unnamed.length > 0
      ? [
          {
            label: `${genres[genre]!}, for anybody`,
            weight: unnamed.reduce((sum, moment) => sum + together(genre, moment), 0),
          },
        ]
      : []),
    ...(genreMoment ? named : []).map((moment) => ({
      label: `${genres[genre]!} × ${moments[moment.id]!}`,
      weight: together(genre, moment),
    })),
  ]
  const here = new Set(active.genres.map(({ id }) => id))
  const missing = genres
    .flatMap((__, genre) => (here.has(genre) ? [] : crossesOf(genre).map(({ weight }) => -meanValues[genre]! * weight)))
    .reduce((sum, amount) => sum + amount, 0)
  const held = active.genres.flatMap(({ id, value }) =>
    crossesOf(id).map(({ label, weight }) => ({ label, amount: (value - meanValues[id]!) * weight })),
  )
  return here.size === genres.length ? held : [...held, { label: 'genres that it has not', amount: missing }]
}
