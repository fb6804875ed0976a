import { FmFormula } from '../shared/fm/fields-formula.tsx'
import { Term } from '../shared/lesson/formula.tsx'
import { significant } from '../../format/numbers.ts'
import { ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { run, info, who } = props
  const inContext = run.settings.context === 'all' && info.context.length > 0
  return (
    <>
      <p>
        Someone watches a <Term of="film">film</Term>, and all that is known of it is a handful of features:{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>{who === 'you' ? 'you' : 'the person'}</Term>, the film, its genres
        {inContext && ', and the time, the place, the device and the company'}. Each has a weight and a vector of{' '}
        {significant(Number(run.settings.factors))} numbers, and any two of them add the product of their vectors to the
        score, so that{' '}
        {inContext
          ? 'an evening at home can call for other films than a train in the morning'
          : 'a person can like a genre beyond the films they know'}
        . Two features need never have met in the data for their product to be known, because each learns its vector
        from all the others it met; and as half the square of the sum less the sum of the squares is the sum over all
        pairs, no pair is ever looked up.
      </p>
      <FmFormula fieldAware={false} />
      <ScoreOfTheFilm {...props} />
    </>
  )
}
