import { FilmTitle, Formula, LongFormula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { counted, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { usePick } from './pick-arithmetic.tsx'

/** Three sentences, the formula with the numbers of the pick looked at, and the course's slip. */
export function Lesson(props: SystemProps) {
  const { run, info } = props
  const found = usePick(props)
  return (
    <>
      <p>
        From {counted(Number(run.settings.candidates), 'candidate', 'candidates')} the most relevant{' '}
        <Term of="film">film</Term> is picked first. From then on each is worth λ times its relevance, less 1 − λ times
        its similarity to the one picked film that it is most like, and the best of them is picked next. Only the
        nearest picked film counts: one twin is enough to make a film superfluous, and many distant cousins are not.
      </p>
      <LongFormula says="The next pick: the film with the largest lambda times relevance less one minus lambda times its largest similarity to a film picked before">
        <>
          {' '}
          <mtext>next</mtext>
          <mo>=</mo>
          <munder>
            <mtext>arg max</mtext>
            <mrow>
              <Symbol of="film">i</Symbol>
              <mo>∉</mo>
              <mi>S</mi>
            </mrow>
          </munder>
        </>
        <>
          {' '}
          <mo stretchy="false">(</mo>
          <mi>λ</mi>
          <mtext>&nbsp;rel</mtext>
          <mo stretchy="false">(</mo>
          <Symbol of="film">i</Symbol>
          <mo stretchy="false">)</mo>
        </>
        <>
          <mo form="infix">−</mo>
          <mo stretchy="false">(</mo>
          <mn>1</mn>
          <mo>−</mo>
          <mi>λ</mi>
          <mo stretchy="false">)</mo>
          <munder>
            <mtext>max</mtext>
            <mrow>
              <Symbol of="film">j</Symbol>
              <mo>∈</mo>
              <mi>S</mi>
            </mrow>
          </munder>
          <mtext>&nbsp;sim</mtext>
          <mo stretchy="false">(</mo>
          <Symbol of="film">i</Symbol>
          <mo>,</mo>
          <Symbol of="film">j</Symbol>
          <mo stretchy="false">)</mo>
          <mo stretchy="false">)</mo>
        </>
      </LongFormula>
      {found && (
        <Formula says={`What ${titleOf(info, found.picture.items[found.pick.place]!)} was worth when it was picked`}>
          <FilmTitle info={info} item={found.picture.items[found.pick.place]!} />
          <mo>:</mo>
          <mn>{fixed(found.lambda, 2)}</mn>
          <mo>×</mo>
          <mn>{fixed(found.pick.relevance, 2)}</mn>
          <mo>−</mo>
          <mn>{fixed(1 - found.lambda, 2)}</mn>
          <mo>×</mo>
          <mn>{fixed(found.pick.similarity, 2)}</mn>
          <mo>=</mo>
          <mn>{fixed(found.lambda * found.pick.relevance - (1 - found.lambda) * found.pick.similarity, 2)}</mn>
        </Formula>
      )}
      <p>
        <b>Pitfall.</b> The course subtracts similarities, which end at 1, from scores as they come. With stars up to 5
        λ hardly does anything until it is close to 0; with scores of a few hundredths variety decides alone. Choose
        “raw scores” under Relevance as, and another system for the candidates: the same λ now means something else.
        Scaled to 0 to 1 within the candidates, it means the same everywhere.
      </p>
    </>
  )
}
