import { Formula, Sum } from '../lesson/formula.tsx'

/** b + Σ w x + Σ ⟨v, v⟩ x x, with one vector a feature or one for each field that it meets. */
export function FmFormula({ fieldAware }: { readonly fieldAware: boolean }) {
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
