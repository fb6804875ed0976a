import { Term } from '../shared/lesson/formula.tsx'
import { significant } from '../../format/numbers.ts'
import { films, startOf } from '../shared/neighbourhood/pair-kind.ts'
import { usePairArithmetic } from '../shared/neighbourhood/pair.ts'
import { PredictionFormula, PredictionOfTheFilm } from '../shared/neighbourhood/prediction-formula.tsx'
import { PairFormula, SimilarityFormula } from '../shared/neighbourhood/similarity-formula.tsx'
import type { SystemProps } from '../system.ts'
import { pairShown } from './visual.tsx'

export function Lesson(props: SystemProps) {
  const { run, info } = props
  const { neighbours, score, measure, centring } = run.settings
  const arithmetic = usePairArithmetic(run, pairShown(props))
  return (
    <>
      <p>
        Each <Term of="film">film</Term> is a column of stars, one for every <Term of="person">person</Term> who rated
        it, and two films are near when their columns point the same way. To score a film for you, the playground looks
        at the {significant(Number(neighbours))} films nearest to it{score === 'stars' && ' among those you rated'}, and{' '}
        {score === 'stars'
          ? centring === 'none'
            ? 'takes the mean of your stars for them, weighted by nearness'
            : `adds to b, ${startOf(run.settings)}, how far your stars for them lie above what b is for them, in a mean weighted by nearness`
          : 'adds up nearness times stars over those of them you liked'}
        . Nothing is invented: every point of a score leads back to a film you rated, which is why it is easy to
        explain, and why it can say nothing about a film that no neighbour of yours has been watched with.
      </p>
      <SimilarityFormula kind={films} measure={String(measure)} />
      {arithmetic && <PairFormula arithmetic={arithmetic} kind={films} info={info} settings={run.settings} />}
      <p>
        {score === 'stars'
          ? 'A mean forgets how many said so: one near film that you praised puts a film as high as twenty do. Choose summed votes under “List by” and the held-out NDCG@10 beside it shows what that costs a list.'
          : 'A sum remembers how many said so: a film that twenty of your favourites are near stands above one that a single favourite is near. Choose predicted stars under “List by” and the held-out NDCG@10 beside it shows what forgetting that costs a list.'}
      </p>
      <PredictionFormula kind={films} settings={run.settings} />
      <PredictionOfTheFilm {...props} />
    </>
  )
}
