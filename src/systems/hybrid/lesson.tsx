import { Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { counted, listed } from '../../format/numbers.ts'
import { ScoreOfParts } from '../shared/lesson/score-of-parts.tsx'
import type { SystemProps } from '../system.ts'
import { listsOf } from './lists.ts'

const scaled: Readonly<Record<string, string>> = {
  'min-max': 'the best of each list is made 1 and the last 0',
  z: 'each score is counted in standard deviations above the last of its list',
  rank: 'only the place counts, from 1 for the first down in equal steps',
  raw: 'the scores are added up as they are, so whoever counts in larger numbers decides',
}

/** Three sentences, and the sum with the numbers of the film shown. */
export function Lesson(props: SystemProps) {
  const { view, run } = props
  const lists = listsOf(view.snapshot, run.settings, run.settings) ?? []
  const names = lists.map(({ name }) => name)
  return (
    <>
      <p>
        {names.length > 0 ? listed(names) : 'Each part'} {names.length > 1 ? 'each hand' : 'hands'} over{' '}
        {counted(Number(run.settings.candidates), 'film', 'films')} that the <Term of="person">person</Term> has not
        rated. Their scores mean different things, so first {scaled[String(run.settings.normalisation)]}; then each is
        multiplied by its weight and added up, and a list that does not have the <Term of="film">film</Term> adds
        nothing. It helps where the parts go wrong on different films: what several of them believe rises, what only one
        believes has to be believed strongly.
      </p>
      <Formula says="The score: the sum over the parts of weight times normalised score">
        <mtext>score</mtext>
        <mo>(</mo>
        <Symbol of="film">i</Symbol>
        <mo>)</mo>
        <mo>=</mo>
        <Sum over={<mi>m</mi>} />
        <msub>
          <mi>w</mi>
          <mi>m</mi>
        </msub>
        <mo>×</mo>
        <mtext>norm</mtext>
        <mo>(</mo>
        <msub>
          <mi>s</mi>
          <mi>m</mi>
        </msub>
        <mo>(</mo>
        <Symbol of="film">i</Symbol>
        <mo>)</mo>
        <mo>)</mo>
      </Formula>
      <ScoreOfParts {...props} />
    </>
  )
}
