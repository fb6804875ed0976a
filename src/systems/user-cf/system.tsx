import { Name } from '../../format/name.tsx'
import { Term } from '../formula.tsx'
import { personName, titleOf } from '../names.ts'
import { count, fixed, percent, significant, signed } from '../numbers.ts'
import { Arithmetic, NoPair } from '../pair-arithmetic.tsx'
import { onlyLiked, people, startOf } from '../pair-kind.ts'
import { usePairArithmetic } from '../pair.ts'
import { PredictionFormula, PredictionOfTheFilm } from '../prediction-formula.tsx'
import { PairFormula, SimilarityFormula } from '../similarity-formula.tsx'
import { SimilarityMatrix } from '../similarity-matrix.tsx'
import type { SystemPage, SystemProps } from '../system.ts'
import { pairOfPeople } from './pair-of-people.ts'
import styles from './through.module.css'

export const system: SystemPage = {
  Visual,
  Aside,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/user-cf/user-cf.ts'),
}

function Visual(props: SystemProps) {
  return <SimilarityMatrix kind={people} selected={pairOfPeople({ ...props, shown: props.pinned })} {...props} />
}

function Aside(props: SystemProps) {
  const { run, info } = props
  const arithmetic = usePairArithmetic(run, pairOfPeople(props))
  if (arithmetic) return <Arithmetic arithmetic={arithmetic} kind={people} info={info} settings={run.settings} />
  return <Through {...props} />
}

/** You are in no row of the matrix: a film of your list, and the neighbour that speaks for it most. */
function Through({ view, info, run, who }: SystemProps) {
  const nearest = view.why?.explanation.contributions.filter(({ person }) => person !== undefined) ?? []
  const first = nearest[0]
  if (!view.why || first?.person === undefined)
    return <NoPair>Point at a cell of the matrix to see how near two people are and why.</NoPair>
  const { item, explanation } = view.why
  return (
    <section aria-labelledby="pair">
      <h2 id="pair">
        <Name>{titleOf(info, item)}</Name>, through {personName(first.person)}
      </h2>
      <p className={styles.through}>
        The matrix holds the people of the data, and {whoWas(who)} compared with each of them in the same way.{' '}
        {nearest.length === 1 ? 'One person' : `${count(nearest.length)} people`} near {who === 'you' ? 'you' : 'them'}{' '}
        {onlyLiked(run.settings) ? 'liked' : 'watched'} this film.{' '}
        {first.rating === undefined || first.weight === undefined ? (
          <>
            Nearest of them is {personName(first.person)}, with a similarity of <b>{fixed(first.amount, 2)}</b>: so much
            of the film’s score of {fixed(explanation.score, 2)}.
          </>
        ) : (
          <>
            {personName(first.person)} moves it most:{' '}
            {run.settings.centring === 'none'
              ? `${significant(first.rating)} ★`
              : `${signed(first.rating)} ★ against what was expected of them`}
            , with <b>{percent(first.weight)}</b> of the weight.
          </>
        )}
      </p>
    </section>
  )
}

const whoWas = (who: SystemProps['who']) =>
  who === 'you' ? 'you were' : who === 'link' ? 'whoever made the link was' : `${personName(who)} was`

function Lesson(props: SystemProps) {
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
