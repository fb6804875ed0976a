import type { ReactNode } from 'react'
import { FilmTitle, Formula, LongFormula, Symbol, titleInFormula } from './formula.tsx'
import { titleOf } from '../../../format/names.ts'
import { fixed } from '../../../format/numbers.ts'
import type { SystemProps } from '../../system.ts'

/** A score on the scale of stars, from the cosine: low + (high − low)(cos + 1) / 2. */
export function ScoreFromCosine({ info: { scale } }: Pick<SystemProps, 'info'>) {
  return (
    <Formula says="The score is the cosine, put on the scale of stars">
      <mtext>score</mtext>
      <mo>(</mo>
      <Symbol of="film">i</Symbol>
      <mo>)</mo>
      <mo>=</mo>
      <mn>{scale.low}</mn>
      <mo>+</mo>
      <mrow>
        <mo>(</mo>
        <mn>{scale.high}</mn>
        <mo>−</mo>
        <mn>{scale.low}</mn>
        <mo>)</mo>
      </mrow>
      <mfrac>
        <mrow>
          <mi>cos</mi>
          <mo>+</mo>
          <mn>1</mn>
        </mrow>
        <mn>2</mn>
      </mfrac>
    </Formula>
  )
}

/** The cosine of the angle between a profile p and a film f. */
export function Cosine({ who }: Pick<SystemProps, 'who'>) {
  const profile = <Symbol of={who === 'you' ? 'you' : 'person'}>p</Symbol>
  const film = <Symbol of="film">f</Symbol>
  const length = (of: typeof film) => (
    <>
      <mi mathvariant="normal">|</mi>
      {of}
      <mi mathvariant="normal">|</mi>
    </>
  )
  return (
    <Formula says="The cosine: the product of profile and film, divided by the product of their lengths">
      <mi>cos</mi>
      <mo>=</mo>
      <mfrac>
        <mrow>
          {profile}
          <mo>·</mo>
          {film}
        </mrow>
        <mrow>
          {length(profile)}
          <mo>×</mo>
          {length(film)}
        </mrow>
      </mfrac>
    </Formula>
  )
}

/** The score of the film whose reasons are shown: what stands in every score, where something does, and what each part adds. */
export function ScoreOfTheFilm({ view, info, named = 2 }: SystemProps & { readonly named?: number }) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const parts = explanation.contributions.filter(({ always }) => !always)
  const constant = explanation.contributions.find(({ always }) => always)
  const largest = parts.slice(0, named)
  const rest = parts.slice(named).reduce((sum, { amount }) => sum + amount, 0)
  return (
    <LongFormula says={`The score of ${titleOf(info, item)} as a sum`}>
      <ScoreOf>
        <FilmTitle info={info} item={item} />
      </ScoreOf>
      {constant && <mn>{fixed(constant.amount, 2)}</mn>}
      {largest.flatMap(({ label, item: other, amount }, place) => [
        place === 0 && !constant ? (
          <mn key={`amount ${place}`}>{fixed(amount, 2)}</mn>
        ) : (
          <Signed key={`amount ${place}`} amount={amount} />
        ),
        <mtext key={`of ${place}`}>
          &nbsp;({label ?? (other === undefined ? 'something else' : titleInFormula(info, other))})
        </mtext>,
      ])}
      {parts.length > named && <Signed amount={rest} />}
      <InAll amount={explanation.score} />
    </LongFormula>
  )
}

/** What a long sum begins with: score(film) =. */
export function ScoreOf({ children }: { children: ReactNode }) {
  return (
    <>
      <mtext>score</mtext>
      <mo>(</mo>
      {children}
      <mo>)</mo>
      <mo form="infix">=</mo>
    </>
  )
}

/** What a long sum ends with. */
export function InAll({ amount }: { amount: number }) {
  return (
    <>
      <mo form="infix">=</mo>
      <mn>{fixed(amount, 2)}</mn>
    </>
  )
}

/** An amount within a sum: its sign stands between it and what is before it. */
export function Signed({ amount }: { amount: number }) {
  return (
    <>
      <mo form="infix">{amount < 0 ? '−' : '+'}</mo>
      <mn>{fixed(Math.abs(amount), 2)}</mn>
    </>
  )
}
