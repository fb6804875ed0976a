import { Name } from '../format/name.tsx'
import { amountOf, namesOf } from '../charts/field-shape.ts'
import { eventShown, scoreOf, strongestPair } from './fields-of-event.ts'
import { Formula, Sum } from './formula.tsx'
import { titleOf } from './names.ts'
import { fixed, signed } from './numbers.ts'
import type { SystemProps } from './system.ts'

/** b + Σ w x + Σ ⟨v, v⟩ x x, with one vector a feature or one for each field that it meets. */
export function MachineFormula({ fieldAware }: { readonly fieldAware: boolean }) {
  const vector = (own: string, other: string) => (
    <msub>
      <mi>v</mi>
      <mrow>
        <mi>{own}</mi>
        {fieldAware && (
          <>
            <mo>,</mo>
            <mtext>field of </mtext>
            <mi>{other}</mi>
          </>
        )}
      </mrow>
    </msub>
  )
  return (
    <Formula says="The score: bias, weights of the features, and the products of their vectors two by two">
      <mtext>score</mtext>
      <mo>=</mo>
      <mi>b</mi>
      <mo>+</mo>
      <Sum over={<mi>i</mi>} />
      <msub>
        <mi>w</mi>
        <mi>i</mi>
      </msub>
      <msub>
        <mi>x</mi>
        <mi>i</mi>
      </msub>
      <mo>+</mo>
      <Sum
        over={
          <>
            <mi>i</mi>
            <mo>&lt;</mo>
            <mi>j</mi>
          </>
        }
      />
      {vector('i', 'j')}
      <mo>·</mo>
      {vector('j', 'i')}
      <msub>
        <mi>x</mi>
        <mi>i</mi>
      </msub>
      <msub>
        <mi>x</mi>
        <mi>j</mi>
      </msub>
    </Formula>
  )
}

/** The score of the event shown, with its numbers: bias, what fields say alone, the strongest pair, the others. */
export function ScoreOfTheEvent({ view, info, who }: SystemProps) {
  const event = eventShown(view.snapshot, who)
  if (!event) return null
  const { fields, amounts, bias } = event
  const alone = fields.reduce((sum, _, field) => sum + amountOf(event, { row: field, column: field }), 0)
  const pair = strongestPair(event)
  const strongest = amountOf(event, pair)
  const score = scoreOf(amounts, bias)
  const rest = score - bias - alone - strongest
  const parts = [
    [alone, 'alone'],
    [strongest, namesOf(event, pair)],
    [rest, 'all other pairs'],
  ] as const
  return (
    <Formula says={`The score of ${titleOf(info, event.item)} as a sum`}>
      <mtext>
        <Name>{titleOf(info, event.item)}</Name>
      </mtext>
      <mo>:</mo>
      <mn>{fixed(bias, 2)}</mn>
      {parts.map(([amount, name]) => (
        <Part key={name} amount={amount} name={name} />
      ))}
      <mo>=</mo>
      <mn>{fixed(score, 2)}</mn>
    </Formula>
  )
}

function Part({ amount, name }: { readonly amount: number; readonly name: string }) {
  return (
    <>
      <mo>{amount < 0 ? '−' : '+'}</mo>
      <munder>
        <mn>{signed(Math.abs(amount)).replace('+', '')}</mn>
        <mtext>
          <Name>{name}</Name>
        </mtext>
      </munder>
    </>
  )
}
