import { Fragment } from 'react'
import { Formula, Symbol, Term } from '../formula.tsx'
import { titleOf } from '../names.ts'
import { counted, fixed } from '../numbers.ts'
import type { SystemProps } from '../system.ts'
import { whomOf } from '../whom.ts'

export function Lesson(props: SystemProps) {
  const { run, info, who } = props
  const { cross, crossLayers, features, embedding, layers } = run.settings
  const inContext = features === 'all' && info.context.length > 0
  const depth = Number(crossLayers)
  return (
    <>
      <p>
        <Term of={who === 'you' ? 'you' : 'person'}>{who === 'you' ? 'You' : 'The person'}</Term>, the{' '}
        <Term of="film">film</Term>
        {features !== 'none' && ', and what is known of the film'}
        {inContext && ' and of the moment'} each become {counted(Number(embedding), 'number', 'numbers')}, learned, and
        stand side by side as one input, x₀. Each cross layer weighs what it is given by{' '}
        {cross === 'vector' ? 'a vector, into one number,' : 'a matrix, anew for every number of x₀,'} multiplies x₀
        with it and adds that on, so that after {counted(depth, 'layer', 'layers')} a feature can count only where{' '}
        {depth === 1 ? 'another holds' : `up to ${depth} others hold`}: such products are what a network finds hard.
        Beside it a deep network of {String(layers).replaceAll('-', ', ')} units bends the same input freely, and one
        last layer weighs both into the score.
      </p>
      <CrossFormula byMatrix={cross === 'matrix'} />
      <p>
        Why a film scores as it does is no plain sum here. Integrated gradients make one: all of the input grows from
        zero to what it is, and each part gets what the score rises with it on the way. What an input of zeros would
        score stands in every score.
      </p>
      <ScoreByParts {...props} />
    </>
  )
}

function CrossFormula({ byMatrix }: { readonly byMatrix: boolean }) {
  const sub = (name: string, below: string) => (
    <msub>
      <mi>{name}</mi>
      <mi>{below}</mi>
    </msub>
  )
  return (
    <Formula says={byMatrix ? 'A cross layer by a matrix' : 'A cross layer by a vector'}>
      <msub>
        <mi>x</mi>
        <mrow>
          <mi>l</mi>
          <mo>+</mo>
          <mn>1</mn>
        </mrow>
      </msub>
      <mo>=</mo>
      {sub('x', '0')}
      {byMatrix && <mo>⊙</mo>}
      <mo>(</mo>
      {byMatrix ? (
        <>
          {sub('W', 'l')}
          {sub('x', 'l')}
          <mo>+</mo>
          {sub('b', 'l')}
        </>
      ) : (
        <>
          {sub('x', 'l')}
          <mo>·</mo>
          {sub('w', 'l')}
        </>
      )}
      <mo>)</mo>
      {!byMatrix && (
        <>
          <mo>+</mo>
          {sub('b', 'l')}
        </>
      )}
      <mo>+</mo>
      {sub('x', 'l')}
    </Formula>
  )
}

const named = 3

/** The score of the film whose reasons are shown, as integrated gradients part it. */
function ScoreByParts({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const constant = explanation.contributions.find(({ always }) => always)?.amount ?? 0
  const parts = explanation.contributions.filter(({ always }) => !always)
  const rest = parts.slice(named).reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`The score of ${titleOf(info, item)} for ${whomOf(who)}, by integrated gradients`}>
      <mtext>score</mtext>
      <mo>(</mo>
      <Symbol of="film">{titleOf(info, item)}</Symbol>
      <mo>)</mo>
      <mo>=</mo>
      <mn>{fixed(constant, 2)}</mn>
      {parts.slice(0, named).map(({ label, amount }) => (
        <Fragment key={label}>
          <mo>{amount < 0 ? '−' : '+'}</mo>
          <mn>{fixed(Math.abs(amount), 2)}</mn>
          <mtext>&nbsp;({label})</mtext>
        </Fragment>
      ))}
      {parts.length > named && (
        <>
          <mo>{rest < 0 ? '−' : '+'}</mo>
          <mn>{fixed(Math.abs(rest), 2)}</mn>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}
