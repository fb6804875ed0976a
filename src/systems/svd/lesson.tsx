import { Fragment } from 'react'
import { FilmTitle, Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { fixed, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'

export function Lesson(props: SystemProps) {
  const { run, who } = props
  const { factors, centre } = run.settings
  const of = who === 'you' ? 'you' : 'person'
  const whom = userLabel(who)
  return (
    <>
      <p>
        All ratings stand in one matrix A, a row for each <Term of="person">person</Term> and a column for each{' '}
        <Term of="film">film</Term>,{' '}
        {centre === 'none'
          ? 'with a zero wherever there is no rating'
          : `less ${centre === 'user mean' ? 'each person’s own mean' : 'the mean of all ratings'}, with a zero wherever there is no rating, which then says “exactly the mean”`}
        . The singular value decomposition writes A as a sum of patterns, strongest first, and no other{' '}
        {significant(Number(factors))} patterns come nearer to it than the first {significant(Number(factors))}; the
        first alone is mostly fame, and with all of them every zero is back. Since most of A is zeros, the patterns
        spend themselves on who rated what more than on how many stars, so a score ranks well and is no guess of stars:
        to score films for <Term of={of}>{whom}</Term>, their row is laid along the patterns and read back at every
        film.
      </p>
      <Formula says="Scores are a person's row, projected on the item vectors">
        <msub>
          <mover>
            <Symbol of={of}>r</Symbol>
            <mo>^</mo>
          </mover>
          <mi>u</mi>
        </msub>
        <mo>=</mo>
        {centre !== 'none' && (
          <>
            <mi>μ</mi>
            <mo>+</mo>
          </>
        )}
        <msub>
          <Symbol of={of}>r</Symbol>
          <mi>u</mi>
        </msub>
        <Symbol of="film">V</Symbol>
        <msup>
          <Symbol of="film">V</Symbol>
          <mi>⊤</mi>
        </msup>
      </Formula>
      <ScoreOfTheFilm {...props} />
    </>
  )
}

/** The score of the film whose reasons are shown, with its numbers: stars (less the centre) times v·v. */
function ScoreOfTheFilm({ view, info }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const largest = explanation.contributions.slice(0, 3)
  const others = explanation.contributions.slice(3)
  const rest = others.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`The score of ${titleOf(info, item)} as a sum over rated films`}>
      <FilmTitle info={info} item={item} />
      <mo>:</mo>
      <mspace />
      <Sum over={<mtext>rated j</mtext>} />
      <msub>
        <mi>r</mi>
        <mi>j</mi>
      </msub>
      <mo>(</mo>
      <msub>
        <Symbol of="film">v</Symbol>
        <mi>j</mi>
      </msub>
      <mo>·</mo>
      <Symbol of="film">v</Symbol>
      <mo>)</mo>
      <mo>=</mo>
      {largest.map(({ rating, weight, amount }, place) => (
        <Fragment key={place}>
          {place > 0 && <mo>+</mo>}
          {rating !== undefined && weight !== undefined ? (
            <>
              <mn>{significant(rating)}</mn>
              <mo>×</mo>
              <mn>{fixed(weight, 3)}</mn>
            </>
          ) : (
            <mn>{fixed(amount, 2)}</mn>
          )}
        </Fragment>
      ))}
      {others.length > 0 && (
        <>
          <mo>{rest < 0 ? '−' : '+'}</mo>
          <mn>{fixed(Math.abs(rest), 2)}</mn>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}
