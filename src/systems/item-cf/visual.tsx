import { Arithmetic, NoPair } from '../shared/neighbourhood/pair-arithmetic.tsx'
import { films } from '../shared/neighbourhood/pair-kind.ts'
import { usePairArithmetic, type Pair } from '../shared/neighbourhood/pair.ts'
import { SimilarityMatrix } from '../shared/neighbourhood/similarity-matrix.tsx'
import type { SystemProps } from '../system.ts'

/** The pair that the page speaks of: the one shown, else the film shown (or first in the list) and what weighs most in it. */
export function pairShown({ shown, view }: Pick<SystemProps, 'shown' | 'view'>): Pair | undefined {
  if (shown?.kind === 'pair') return shown
  const film = shown?.kind === 'item' ? shown.id : view.why?.item
  if (film === undefined) return undefined
  const nearest =
    view.why?.item === film
      ? view.why.explanation.contributions.find(({ item }) => item !== undefined)?.item
      : view.list?.find(({ item }) => item === film)?.because[0]?.item
  return nearest === undefined ? undefined : { a: film, b: nearest }
}

export function Visual(props: SystemProps) {
  return <SimilarityMatrix kind={films} selected={pairShown({ shown: props.pinned, view: props.view })} {...props} />
}

export function Aside(props: SystemProps) {
  const { run, info } = props
  const arithmetic = usePairArithmetic(run, pairShown(props))
  if (arithmetic) return <Arithmetic arithmetic={arithmetic} kind={films} info={info} settings={run.settings} />
  return (
    <NoPair>Point at a cell of the matrix, or choose a film of the list, to see how near two films are and why.</NoPair>
  )
}
