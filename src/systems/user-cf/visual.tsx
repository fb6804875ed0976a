import { Name } from '../../format/name.tsx'
import { personName, titleOf } from '../../format/names.ts'
import { count, fixed, percent, significant, signed } from '../../format/numbers.ts'
import { Arithmetic, NoPair } from '../shared/neighbourhood/pair-arithmetic.tsx'
import { onlyLiked, people } from '../shared/neighbourhood/pair-kind.ts'
import { usePairArithmetic } from '../shared/neighbourhood/pair.ts'
import { SimilarityMatrix } from '../shared/neighbourhood/similarity-matrix.tsx'
import type { SystemProps } from '../system.ts'
import { pairOfPeople } from './pair-of-people.ts'
import styles from './through.module.css'

export function Visual(props: SystemProps) {
  return <SimilarityMatrix kind={people} selected={pairOfPeople({ ...props, shown: props.pinned })} {...props} />
}

export function Aside(props: SystemProps) {
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
