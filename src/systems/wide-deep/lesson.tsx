import { FilmTitle, Formula, LongFormula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { count, fixed } from '../../format/numbers.ts'
import { InAll, ScoreOf, Signed } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'

export function Lesson(props: SystemProps) {
  const { run, info, who } = props
  const genres = new Set(info.items.flatMap((item) => item.genres)).size
  const inContext = info.context.length > 0
  return (
    <>
      <p>
        The wide half is a table of weights, one for every <Term of={who === 'you' ? 'you' : 'person'}>person</Term>{' '}
        with every genre
        {genres > 0 && ` (${count(info.people)} × ${count(genres)})`}
        {inContext && ' and one for every genre with every time, place, device and company'}: it remembers who watches
        what{inContext && ' and when'}, exactly, and knows nothing of a pair that it never saw. The deep half gives{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>{who === 'you' ? 'you' : 'the person'}</Term> and the{' '}
        <Term of="film">film</Term> {String(run.settings.embedding)} learned numbers each and sends them through layers
        of {String(run.settings.layers).replaceAll('-', ', ')} units, each normalized over the batch: it has something
        to say of every pair, and may be wrong about any. Both learn at once from the same error, so that each need only
        learn what the other does not say.
      </p>
      <ModelFormula />
      <ScoreByHalves {...props} />
    </>
  )
}

function ModelFormula() {
  return (
    <Formula says="The score is what the crosses weigh, and what the network makes of the embeddings">
      <mtext>score</mtext>
      <mo>=</mo>
      <msub>
        <mi>w</mi>
        <mtext>wide</mtext>
      </msub>
      <mo>·</mo>
      <mtext>crosses</mtext>
      <mo>+</mo>
      <msub>
        <mi>w</mi>
        <mtext>deep</mtext>
      </msub>
      <mo>·</mo>
      <mtext>network</mtext>
      <mo>(</mo>
      <Symbol of="person">p</Symbol>
      <mo>,</mo>
      <Symbol of="film">q</Symbol>
      <mo>)</mo>
      <mo>+</mo>
      <mi>b</mi>
    </Formula>
  )
}

/** The score of the film whose reasons are shown: the average film, and what both halves lift it by, as they are drawn. */
function ScoreByHalves({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const { contributions, score } = explanation
  const amountOf = (which: (part: (typeof contributions)[number]) => boolean) =>
    contributions.filter(which).reduce((sum, { amount }) => sum + amount, 0)
  const isDeep = ({ label }: (typeof contributions)[number]) => label === 'the deep network'
  return (
    <LongFormula says={`The score of ${titleOf(info, item)} for ${userLabel(who)} as a sum`}>
      <>
        <ScoreOf>
          <FilmTitle info={info} item={item} />
        </ScoreOf>
      </>
      <>
        <mn>
          {fixed(
            amountOf(({ always }) => always === true),
            2,
          )}
        </mn>
        <mtext>&nbsp;(the average film)</mtext>
      </>
      <>
        <Signed amount={amountOf((part) => !part.always && !isDeep(part))} />
        <mtext>&nbsp;(wide)</mtext>
      </>
      <>
        <Signed amount={amountOf(isDeep)} />
        <mtext>&nbsp;(deep)</mtext>
      </>
      <InAll amount={score} />
    </LongFormula>
  )
}
