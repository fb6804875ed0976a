import { Fragment } from 'react'
import { Name } from '../../format/name.tsx'
import { Formula, LongFormula, Symbol, Term } from '../formula.tsx'
import { titleOf } from '../names.ts'
import { count, fixed } from '../numbers.ts'
import { InAll, ScoreOf, Signed } from '../score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'
import { whomOf } from '../whom.ts'

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

const named = 2

/** The score of the film whose reasons are shown: its crosses, the network, the bias. */
function ScoreByHalves({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const constant = explanation.contributions.find(({ always }) => always)?.amount ?? 0
  const parts = explanation.contributions.filter(({ always }) => !always)
  const crosses = parts.filter(({ label }) => label?.includes(' × '))
  const deep = parts.filter((part) => !crosses.includes(part)).reduce((sum, { amount }) => sum + amount, 0)
  const rest = crosses.slice(named).reduce((sum, { amount }) => sum + amount, 0)
  return (
    <LongFormula says={`The score of ${titleOf(info, item)} for ${whomOf(who)} as a sum`}>
      <>
        <ScoreOf>
          <Symbol of="film">
            <Name>{titleOf(info, item)}</Name>
          </Symbol>
        </ScoreOf>
        <mn>{fixed(constant, 2)}</mn>
      </>
      <>
        <Signed amount={deep} />
        <mtext>&nbsp;(network)</mtext>
      </>
      {crosses.slice(0, named).map(({ label, amount }) => (
        <Fragment key={label}>
          <Signed amount={amount} />
          <mtext>
            &nbsp;(<Name>{label}</Name>)
          </mtext>
        </Fragment>
      ))}
      {crosses.length > named && (
        <>
          <Signed amount={rest} />
          <mtext>&nbsp;(other crosses)</mtext>
        </>
      )}
      <InAll amount={explanation.score} />
    </LongFormula>
  )
}
