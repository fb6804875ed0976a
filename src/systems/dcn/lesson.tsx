import { Formula, Term } from '../shared/lesson/formula.tsx'
import { counted } from '../../format/numbers.ts'
import { ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

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
      <ScoreOfTheFilm {...props} named={3} />
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
