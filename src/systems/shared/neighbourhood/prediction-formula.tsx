import { Fragment, type ReactNode } from 'react'
import type { Contribution } from '../../../../workers/contract/system.ts'
import type { Settings } from '../../../../workers/contract/spec.ts'
import { FilmTitle, Formula, Sum, Symbol } from '../lesson/formula.tsx'
import { titleOf } from '../../../format/names.ts'
import { count, fixed } from '../../../format/numbers.ts'
import type { PairKind } from './pair-kind.ts'
import { Indexed } from './similarity-formula.tsx'
import type { SystemProps } from '../../system.ts'

const person = <Symbol of="person">u</Symbol>
const film = <Symbol of="film">i</Symbol>
/** What a neighbour is to whom, and the rating that it brings. */
const neighbourOf = {
  films: {
    among: (
      <>
        <Symbol of="film">j</Symbol>
        <mo>∈</mo>
        <mi>N</mi>
        <mo>(</mo>
        {film}
        <mo>)</mo>
      </>
    ),
    similarity: [film, <Symbol of="film">j</Symbol>],
    rating: [person, <Symbol of="film">j</Symbol>],
  },
  people: {
    among: (
      <>
        <Symbol of="person">v</Symbol>
        <mo>∈</mo>
        <mi>N</mi>
        <mo>(</mo>
        {person}
        <mo>)</mo>
      </>
    ),
    similarity: [person, <Symbol of="person">v</Symbol>],
    rating: [<Symbol of="person">v</Symbol>, film],
  },
}

/** How neighbours make a score, or predicted stars, in symbols. */
export function PredictionFormula({ kind, settings }: { kind: PairKind; settings: Settings }) {
  const { among, similarity, rating } = neighbourOf[kind.compared]
  const s = <Indexed by={similarity}>s</Indexed>
  const r = <Indexed by={rating}>r</Indexed>
  if (settings.score === 'votes')
    return (
      <Formula says="The score: what the neighbours add up to">
        <Indexed by={[person, film]}>score</Indexed>
        <mo>=</mo>
        <Sum over={among} />
        {s}
        {kind.compared === 'films' && r}
      </Formula>
    )
  const raw = settings.centring === 'none'
  return (
    <Formula says="The predicted stars: the mean of what the neighbours say, weighted by similarity">
      <Indexed by={[person, film]}>r̂</Indexed>
      <mo>=</mo>
      {!raw && (
        <>
          <Indexed by={[person, film]}>b</Indexed>
          <mo>+</mo>
        </>
      )}
      <mfrac>
        <mrow>
          <Sum over={among} />
          {s}
          {raw ? (
            r
          ) : (
            <>
              <mo>(</mo>
              {r}
              <mo>−</mo>
              <Indexed by={rating}>b</Indexed>
              <mo>)</mo>
            </>
          )}
        </mrow>
        <mrow>
          <Sum over={among} />
          {s}
        </mrow>
      </mfrac>
    </Formula>
  )
}

const written = 3

/** The same with the numbers of the film whose reasons are shown: what it starts from, the largest terms, the rest. */
export function PredictionOfTheFilm({ view, info }: Pick<SystemProps, 'view' | 'info'>) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const starts = explanation.contributions.filter(({ label }) => label !== undefined)
  const neighbours = explanation.contributions.filter(({ label }) => label === undefined)
  const rest = neighbours.slice(written)
  const start = starts.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`What ${titleOf(info, item)} adds up to`}>
      <FilmTitle info={info} item={item} />
      <mo>:</mo>
      <mspace />
      {starts.length > 0 && <mn>{fixed(start, 2)}</mn>}
      {neighbours.slice(0, written).map((neighbour, place) => (
        <Fragment key={place}>
          {(place > 0 || starts.length > 0) && <mo>+</mo>}
          <Amount of={neighbour} />
        </Fragment>
      ))}
      {rest.length > 0 && (
        <>
          <mo>+</mo>
          <munder>
            <Signed value={rest.reduce((sum, { amount }) => sum + amount, 0)} />
            <mtext>{count(rest.length)} more</mtext>
          </munder>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}

/** Weight times stars, where it is a product. */
function Amount({ of: { rating, weight, amount } }: { of: Contribution }): ReactNode {
  if (rating === undefined || weight === undefined) return <Signed value={amount} />
  return (
    <>
      <mn>{fixed(weight, 2)}</mn>
      <mo>×</mo>
      <Signed value={rating} digits={Number.isInteger(rating) ? 0 : 2} />
    </>
  )
}

/** Below zero in brackets, since a plus or a times stands before it. */
function Signed({ value, digits = 2 }: { value: number; digits?: number }) {
  const text = <mn>{fixed(value, digits)}</mn>
  if (value >= 0) return text
  return (
    <mrow>
      <mo>(</mo>
      {text}
      <mo>)</mo>
    </mrow>
  )
}
