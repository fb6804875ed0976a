import { FilmTitle, LongFormula } from './formula.tsx'
import { titleOf } from '../../../format/names.ts'
import { fixed } from '../../../format/numbers.ts'
import { InAll, ScoreOf } from './score-of-the-film.tsx'
import type { SystemProps } from '../../system.ts'

/** The score of the film whose reasons are shown, made of parts: weight times what each says, and their sum. */
export function ScoreOfParts({ view, info, says = '' }: SystemProps & { readonly says?: string }) {
  const { why } = view
  if (!why || why.explanation.contributions.length === 0) return null
  return (
    <LongFormula says={`The score of ${titleOf(info, why.item)} as a sum${says}`}>
      <ScoreOf>
        <FilmTitle info={info} item={why.item} />
      </ScoreOf>
      {why.explanation.contributions.map(({ label, rating = 0, weight = 0 }, index) => (
        <mrow key={index}>
          {index > 0 && <mo form="infix">+</mo>}
          <mn>{fixed(weight, 2)}</mn>
          <mo>×</mo>
          <mn>{fixed(rating, 2)}</mn>
          <mtext>&nbsp;({label})</mtext>
        </mrow>
      ))}
      <InAll amount={why.explanation.score} />
    </LongFormula>
  )
}
