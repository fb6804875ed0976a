import { Term } from '../formula.tsx'
import { significant } from '../numbers.ts'
import { Arithmetic, NoPair } from '../pair-arithmetic.tsx'
import { films, startOf } from '../pair-kind.ts'
import { usePairArithmetic, type Pair } from '../pair.ts'
import { PredictionFormula, PredictionOfTheFilm } from '../prediction-formula.tsx'
import { PairFormula, SimilarityFormula } from '../similarity-formula.tsx'
import { SimilarityMatrix } from '../similarity-matrix.tsx'
import type { SystemPage, SystemProps } from '../system.ts'

export const system: SystemPage = {
  Visual,
  Aside,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/item-cf/item-cf.ts'),
}

/** The pair that the page speaks of: the one shown, else the film shown (or first in the list) and what weighs most in it. */
function pairShown({ shown, view }: Pick<SystemProps, 'shown' | 'view'>): Pair | undefined {
  if (shown?.kind === 'pair') return shown
  const film = shown?.kind === 'item' ? shown.id : view.why?.item
  if (film === undefined) return undefined
  const nearest =
    view.why?.item === film
      ? view.why.explanation.contributions.find(({ item }) => item !== undefined)?.item
      : view.list?.find(({ item }) => item === film)?.because[0]?.item
  return nearest === undefined ? undefined : { a: film, b: nearest }
}

function Visual(props: SystemProps) {
  return <SimilarityMatrix kind={films} selected={pairShown({ shown: props.pinned, view: props.view })} {...props} />
}

function Aside(props: SystemProps) {
  const { run, info } = props
  const arithmetic = usePairArithmetic(run, pairShown(props))
  if (arithmetic) return <Arithmetic arithmetic={arithmetic} kind={films} info={info} settings={run.settings} />
  return (
    <NoPair>Point at a cell of the matrix, or choose a film of the list, to see how near two films are and why.</NoPair>
  )
}

function Lesson(props: SystemProps) {
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
