import { Formula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { who } = props
  const whose = who === 'you' ? 'you' : 'person'
  return (
    <>
      <p>
        <Term of={whose}>{who === 'you' ? 'You' : 'The person'}</Term> and the <Term of="film">film</Term> have two
        embeddings each, which begin as noise. GMF multiplies one pair number by number, as ALS does; the MLP lays the
        other pair end to end and sends it through layers that can bend, so that it may learn what no product says. What
        comes out of both is weighed and added up, and each batch moves all of it a little: films that were watched up,
        films drawn at random down.
      </p>
      <Formula says="The score: weighed products of two embeddings, and a network over two others">
        <mi>score</mi>
        <mo>=</mo>
        <mi>w</mi>
        <mo>·</mo>
        <mrow>
          <mo>[</mo>
          <Symbol of={whose}>p</Symbol>
          <mo>⊙</mo>
          <Symbol of="film">q</Symbol>
          <mo>,</mo>
          <mi>MLP</mi>
          <mo>(</mo>
          <Symbol of={whose}>p′</Symbol>
          <mo>,</mo>
          <Symbol of="film">q′</Symbol>
          <mo>)</mo>
          <mo>]</mo>
        </mrow>
        <mo>+</mo>
        <mi>b</mi>
      </Formula>
      <ScoreOfTheFilm {...props} />
    </>
  )
}
