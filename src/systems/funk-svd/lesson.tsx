import { Fragment } from 'react'
import { FilmTitle, Formula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { fixed, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'

export function Lesson(props: SystemProps) {
  const { run, who } = props
  const { factors, regularization } = run.settings
  const of = who === 'you' ? 'you' : 'person'
  const whom = userLabel(who)
  return (
    <>
      <p>
        A rating is guessed as the mean of all, plus how far <Term of={of}>{whom}</Term> and the{' '}
        <Term of="film">film</Term> each tend to lie above or below it, plus the product of{' '}
        {significant(Number(factors))} tastes on both sides. Only ratings that exist are learned from, one after the
        other: each pulls its person and its film a little toward what would have guessed it, and λ ={' '}
        {significant(Number(regularization))} pulls both back toward zero. So where nobody rated, nothing says “zero”,
        and what stands there is a guess of stars: the error of held-out stars shows how much the tastes add to the mean
        and the two biases, which alone are hard to beat, while a list ordered by stars need not be what people watch
        next.
      </p>
      <Formula says="The guess of a rating: mean, two biases and the product of factors">
        <msub>
          <mover>
            <mi>r</mi>
            <mo>^</mo>
          </mover>
          <mrow>
            <Symbol of={of}>u</Symbol>
            <Symbol of="film">i</Symbol>
          </mrow>
        </msub>
        <mo>=</mo>
        <mi>μ</mi>
        <mo>+</mo>
        <msub>
          <mi>b</mi>
          <Symbol of={of}>u</Symbol>
        </msub>
        <mo>+</mo>
        <msub>
          <mi>b</mi>
          <Symbol of="film">i</Symbol>
        </msub>
        <mo>+</mo>
        <msub>
          <mi>p</mi>
          <Symbol of={of}>u</Symbol>
        </msub>
        <mo>·</mo>
        <msub>
          <mi>q</mi>
          <Symbol of="film">i</Symbol>
        </msub>
      </Formula>
      <GuessOfTheFilm {...props} />
    </>
  )
}

/** The guess of the film whose reasons are shown, with its numbers. */
function GuessOfTheFilm({ view, info }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const named = explanation.contributions.filter(({ label }) => label !== undefined)
  const rest = explanation.score - named.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`The guess for ${titleOf(info, item)} as a sum`}>
      <FilmTitle info={info} item={item} />
      <mo>:</mo>
      <mspace />
      {named.map(({ label, amount }, place) => (
        <Fragment key={label}>
          {(place > 0 || amount < 0) && <mo>{amount < 0 ? '−' : '+'}</mo>}
          <mn>{fixed(Math.abs(amount), 2)}</mn>
          <mtext>&nbsp;({label})</mtext>
        </Fragment>
      ))}
      {Math.abs(rest) >= 0.005 && (
        <>
          <mo>{rest < 0 ? '−' : '+'}</mo>
          <mn>{fixed(Math.abs(rest), 2)}</mn>
          <mtext>&nbsp;(from what was rated)</mtext>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}
