import { Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { count, fixed, listed } from '../../format/numbers.ts'
import { ScoreOfParts } from '../shared/lesson/score-of-parts.tsx'
import type { SystemProps } from '../system.ts'
import { partNames } from './moments.ts'

/** Three sentences, the blend, and the sum with the numbers of the film shown. */
export function Lesson(props: SystemProps) {
  const { view, run } = props
  const { loss, normalisation, negatives } = run.settings
  const raw = normalisation === 'raw'
  const { scale = 1, bias = 0, examples = 0 } = view.snapshot ?? {}
  return (
    <>
      <p>
        {listed(partNames(run.settings))} learn from nine in ten of everybody’s ratings; on the rest, which they never
        saw, {count(Number(examples))} examples say how far to trust each of them
        {loss === 'bce' ? ` (every rating kept, and ${count(Number(negatives))} films not watched beside it)` : ''}. Had
        they seen those ratings, whoever learns by heart would look best and get all the weight.{' '}
        {raw
          ? 'Their scores are taken as they are, so a weight also has to make up for how large a part’s numbers are, which a softmax cannot: its weights are positive and together 1.'
          : 'Each part’s scores are first brought to mean 0 and deviation 1, fixed on those examples, so that a weight says trust and nothing else; scale and bias outside the softmax fit the sum to what is predicted.'}{' '}
        The list of a <Term of="person">person</Term> then asks the same parts, with all of their ratings
        {raw ? '' : ', and counts from the lowest that each part says, which changes no order'}.
      </p>
      <Formula says="The blend: scale times the sum of softmax weights times the parts’ scores, plus bias">
        <mi>y</mi>
        <mo>(</mo>
        <Symbol of="film">i</Symbol>
        <mo>)</mo>
        <mo>=</mo>
        <mi>a</mi>
        <Sum over={<mi>m</mi>} />
        <msub>
          <mi>w</mi>
          <mi>m</mi>
        </msub>
        <msub>
          <mi>x</mi>
          <mi>m</mi>
        </msub>
        <mo>(</mo>
        <Symbol of="film">i</Symbol>
        <mo>)</mo>
        <mo>+</mo>
        <mi>b</mi>
        <mtext>, &nbsp;</mtext>
        <mi>w</mi>
        <mo>=</mo>
        <mtext>softmax</mtext>
        <mo>(</mo>
        <mi>θ</mi>
        <mo>)</mo>
        <mtext>
          , &nbsp;a = {fixed(Number(scale), 2)}, b = {fixed(Number(bias), 2)}
        </mtext>
      </Formula>
      <ScoreOfParts {...props} says=", without what is the same for all" />
    </>
  )
}
