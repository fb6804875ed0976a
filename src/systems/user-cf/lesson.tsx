import { Term } from '../shared/lesson/formula.tsx'
import { significant } from '../../format/numbers.ts'
import { onlyLiked, people, startOf } from '../shared/neighbourhood/pair-kind.ts'
import { usePairArithmetic } from '../shared/neighbourhood/pair.ts'
import { PredictionFormula, PredictionOfTheFilm } from '../shared/neighbourhood/prediction-formula.tsx'
import { PairFormula, SimilarityFormula } from '../shared/neighbourhood/similarity-formula.tsx'
import type { SystemProps } from '../system.ts'
import { pairOfPeople } from './pair-of-people.ts'

export function Lesson(props: SystemProps) {
  const { run, info } = props
  const { neighbours, score, measure, centring } = run.settings
  const arithmetic = usePairArithmetic(run, pairOfPeople(props))
  return (
    <>
      <p>
        Each <Term of="person">person</Term> is a row of stars, one for every <Term of="film">film</Term> they{' '}
        {onlyLiked(run.settings) ? `gave ${String(run.settings.likedFrom)} or more` : 'rated'}, and two people are near
        when their rows point the same way. To score a film for you, the playground asks the{' '}
        {significant(Number(neighbours))} people nearest to you{score === 'stars' && ' who rated it'}, and{' '}
        {score === 'stars'
          ? centring === 'none'
            ? 'takes the mean of their stars, weighted by nearness'
            : `adds to b, ${startOf(run.settings)}, how far their stars for it lie above their own b, in a mean weighted by nearness`
          : 'adds up the nearness of those who watched it'}
        . Tastes are borrowed whole: it needs to know nothing of the films, and it can say nothing about a film that
        nobody near you has watched.
      </p>
      <SimilarityFormula kind={people} measure={String(measure)} />
      {arithmetic && <PairFormula arithmetic={arithmetic} kind={people} info={info} settings={run.settings} />}
      <PredictionFormula kind={people} settings={run.settings} />
      <PredictionOfTheFilm {...props} />
    </>
  )
}
