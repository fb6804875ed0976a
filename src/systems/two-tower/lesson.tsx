import { Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { count } from '../../format/numbers.ts'
import { ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { run, info, who } = props
  const { logQ, batchSize, temperature, embedding } = run.settings
  const whose = who === 'you' ? 'you' : 'person'
  return (
    <>
      <p>
        One tower makes {count(Number(embedding))} numbers of <Term of={whose}>a person</Term>: of the films behind them
        {info.context.length > 0 && ', and of the moment'}. The other makes as many of a <Term of="film">film</Term>, of
        which it is and what is known of it. They never meet before the end, so every film’s vector can be made
        beforehand, and the nearest to a person looked up among millions; somebody new goes straight through the tower,
        with nothing to learn anew.
      </p>
      <p>
        To learn, up to {count(Number(batchSize))} people stand beside the films they watched, and each has to find
        their own among all of them. The film looked for is left out of its person’s history, or it could simply be
        copied from there.
      </p>
      <Score whose={whose} />
      <Loss corrected={logQ === 'on'} />
      <p>
        {logQ === 'on'
          ? 'A well-known film stands in many batches, nearly always as a wrong answer. log Q, how likely it is to stand there, is taken off while learning, and left out of the score. Switch the correction off to see fame punished.'
          : 'Without log Q a well-known film, which stands in many batches as a wrong answer, is punished for its fame: compare held-out quality and the list with the correction on.'}{' '}
        {Number(temperature) >= 0.5
          ? `A cosine is at most 1, so that with T near ${count(Number(temperature))} no film can be e² times as likely as another: it learns slowly, until T has come down.`
          : 'A small T lets small differences of a cosine count: at T = 1, as the course starts, learning is slow.'}
      </p>
      <p>
        Why a film scores as it does is no plain sum. Integrated gradients make one: the person grows from nothing to
        what they are, and each film behind them gets what the score rises with it on the way. What is left is the
        film’s score for somebody of whom nothing is known.
      </p>
      <ScoreOfTheFilm {...props} />
    </>
  )
}

function Score({ whose }: { readonly whose: 'you' | 'person' }) {
  return (
    <Formula says="The score: the cosine of the vectors that the two towers make, over the temperature">
      <mi>s</mi>
      <mo>(</mo>
      <Symbol of={whose}>u</Symbol>
      <mo>,</mo>
      <Symbol of="film">i</Symbol>
      <mo>)</mo>
      <mo>=</mo>
      <mfrac>
        <mrow>
          <mi>cos</mi>
          <mo>(</mo>
          <mtext>tower</mtext>
          <mo>(</mo>
          <Symbol of={whose}>u</Symbol>
          <mo>)</mo>
          <mo>,</mo>
          <mtext>tower</mtext>
          <mo>(</mo>
          <Symbol of="film">i</Symbol>
          <mo>)</mo>
          <mo>)</mo>
        </mrow>
        <mi>T</mi>
      </mfrac>
    </Formula>
  )
}

function Loss({ corrected }: { readonly corrected: boolean }) {
  const logit = (column: string) => (
    <>
      <msub>
        <mi>s</mi>
        <mrow>
          <Symbol of="person">k</Symbol>
          <Symbol of="film">{column}</Symbol>
        </mrow>
      </msub>
      {corrected && (
        <>
          <mo>−</mo>
          <mi>log</mi>
          <msub>
            <mi>Q</mi>
            <Symbol of="film">{column}</Symbol>
          </msub>
        </>
      )}
    </>
  )
  return (
    <Formula says="The loss of person k: the softmax cross-entropy with their own film, the one on the diagonal, as the label">
      <msub>
        <mi>loss</mi>
        <Symbol of="person">k</Symbol>
      </msub>
      <mo>=</mo>
      <mi>log</mi>
      <Sum over={<Symbol of="film">j</Symbol>} />
      <mi>exp</mi>
      <mo>(</mo>
      {logit('j')}
      <mo>)</mo>
      <mo>−</mo>
      <mo>(</mo>
      {logit('k')}
      <mo>)</mo>
    </Formula>
  )
}
