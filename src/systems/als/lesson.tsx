import { Fragment } from 'react'
import { FilmTitle, Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { fixed, significant, signed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'

export function Lesson(props: SystemProps) {
  const { run, who } = props
  const { alpha, regularization, factors } = run.settings
  const whom = userLabel(who)
  return (
    <>
      <p>
        Every person and every <Term of="film">film</Term> gets a point in {significant(Number(factors))} invented
        tastes, and a film’s score for a person is the product of the two points. A film someone watched should come out
        at 1 and any other at 0, but a watched one counts 1 + α = {significant(1 + Number(alpha))} times as much,
        because not having watched a film says little. With the films held still, the best{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>point for {whom}</Term> is the solution of one small system of
        equations, and with the people held still so is every film’s: solving one side after the other can only lower
        the loss.
      </p>
      <Formula says="The best point of a person with the films held still">
        <msub>
          <Symbol of={who === 'you' ? 'you' : 'person'}>x</Symbol>
          <mi>u</mi>
        </msub>
        <mo>=</mo>
        <msup>
          <mrow>
            <mo>(</mo>
            <msup>
              <Symbol of="film">Y</Symbol>
              <mi>⊤</mi>
            </msup>
            <msub>
              <mi>C</mi>
              <mi>u</mi>
            </msub>
            <Symbol of="film">Y</Symbol>
            <mo>+</mo>
            <mn>{significant(Number(regularization))}</mn>
            <mi>I</mi>
            <mo>)</mo>
          </mrow>
          <mrow>
            <mo>−</mo>
            <mn>1</mn>
          </mrow>
        </msup>
        <msup>
          <Symbol of="film">Y</Symbol>
          <mi>⊤</mi>
        </msup>
        <msub>
          <mi>C</mi>
          <mi>u</mi>
        </msub>
        <msub>
          <mi>p</mi>
          <mi>u</mi>
        </msub>
      </Formula>
      <ScoreOfTheFilm {...props} />
    </>
  )
}

/** The score of the film whose reasons are shown, with its numbers. */
function ScoreOfTheFilm({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const largest = explanation.contributions.slice(0, 3)
  const rest = explanation.score - largest.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`The score of ${titleOf(info, item)} as a sum`}>
      <msub>
        <Symbol of={who === 'you' ? 'you' : 'person'}>x</Symbol>
        <mi>u</mi>
      </msub>
      <mo>·</mo>
      <msub>
        <Symbol of="film">y</Symbol>
        <FilmTitle info={info} item={item} />
      </msub>
      <mo>=</mo>
      <Sum over={<mtext>watched j</mtext>} />
      <msub>
        <mi>s</mi>
        <mi>j</mi>
      </msub>
      <mo>=</mo>
      {largest.map(({ item: j, amount }, place) => (
        <Fragment key={j}>
          {(place > 0 || amount < 0) && <mo>{amount < 0 ? '−' : '+'}</mo>}
          <mn>{fixed(Math.abs(amount), 2)}</mn>
        </Fragment>
      ))}
      {explanation.contributions.length > largest.length && (
        <>
          <mo>{rest < 0 ? '−' : '+'}</mo>
          <mn>{signed(Math.abs(rest)).replace('+', '')}</mn>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}
