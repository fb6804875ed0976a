import type { ReactNode } from 'react'
import type { PairArithmetic } from '../../../../workers/contract/system.ts'
import type { Settings } from '../../../../workers/contract/spec.ts'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { Formula, Sum, Symbol } from '../lesson/formula.tsx'
import { count, fixed, significant } from '../../../format/numbers.ts'
import type { PairKind } from './pair-kind.ts'
import { whyUndefined } from './pair.ts'

/** The symbols of a comparison: the two compared, and the one the sums are over. */
const symbolsOf = {
  films: {
    one: <Symbol of="film">i</Symbol>,
    other: <Symbol of="film">j</Symbol>,
    over: <Symbol of="person">u</Symbol>,
    both: 'viewers of both',
    either: 'viewers of either',
  },
  people: {
    one: <Symbol of="person">u</Symbol>,
    other: <Symbol of="person">v</Symbol>,
    over: <Symbol of="film">i</Symbol>,
    both: 'films of both',
    either: 'films of either',
  },
}

/** The measure in symbols: how near two films, or two people, are. */
export function SimilarityFormula({ kind, measure }: { kind: PairKind; measure: string }) {
  const { one, other, over, both, either } = symbolsOf[kind.compared]
  const name = (
    <>
      <Indexed by={[one, other]}>s</Indexed>
      <mo>=</mo>
    </>
  )
  if (measure === 'jaccard')
    return (
      <Formula says={`Jaccard: ${both}, divided by ${either}`}>
        {name}
        <mfrac>
          <mtext>{both}</mtext>
          <mtext>{either}</mtext>
        </mfrac>
      </Formula>
    )
  const value = (of: ReactNode) => <Value of={of} kind={kind} measure={measure} />
  const length = (of: ReactNode) => (
    <msqrt>
      <Sum over={over} />
      <msup>
        <mrow>{value(of)}</mrow>
        <mn>2</mn>
      </msup>
    </msqrt>
  )
  return (
    <Formula says={`${measure}: the sum of products over what they share, divided by the product of the two lengths`}>
      {name}
      <mfrac>
        <mrow>
          <Sum over={over} />
          {value(one)}
          {value(other)}
        </mrow>
        <mrow>
          {length(one)}
          {length(other)}
        </mrow>
      </mfrac>
    </Formula>
  )
}

/** A letter with what it is of below. */
export function Indexed({ by, children }: { by: readonly ReactNode[]; children: string }) {
  return (
    <msub>
      <mi>{children}</mi>
      {by.length === 1 ? by[0] : <mrow>{by}</mrow>}
    </msub>
  )
}

/** A rating as a measure takes it: itself, or less a mean. */
function Value({ of, kind, measure }: { of: ReactNode; kind: PairKind; measure: string }) {
  const { over } = symbolsOf[kind.compared]
  const rating = <Indexed by={kind.compared === 'films' ? [over, of] : [of, over]}>r</Indexed>
  if (measure === 'cosine') return rating
  return (
    <>
      <mo>(</mo>
      {rating}
      <mo>−</mo>
      <Indexed by={[measure === 'adjusted cosine' ? over : of]}>μ</Indexed>
      <mo>)</mo>
    </>
  )
}

interface PairFormulaProps {
  readonly arithmetic: PairArithmetic
  readonly kind: PairKind
  readonly info: DatasetInfo
  readonly settings: Settings
}

/** The same with the numbers of one pair. */
export function PairFormula({ arithmetic, kind, info, settings }: PairFormulaProps) {
  const { shared, sumOfProducts, lengthA, lengthB, quotient, shrinkage, similarity } = arithmetic
  if (shared.length === 0 || whyUndefined(arithmetic, settings) !== undefined) return null
  const jaccard = settings.measure === 'jaccard'
  const [a, b] = [kind.nameOf(info, arithmetic.a), kind.nameOf(info, arithmetic.b)]
  return (
    <Formula says={`The similarity of ${a} and ${b}`}>
      <mtext>{a}</mtext>
      <mo>,</mo>
      <mtext>{b}</mtext>
      <mo>:</mo>
      <mspace />
      <mfrac>
        <mn>{significant(sumOfProducts)}</mn>
        <mrow>
          <mn>{significant(lengthA)}</mn>
          <mo>{jaccard ? '+' : '×'}</mo>
          <mn>{significant(lengthB)}</mn>
          {jaccard && (
            <>
              <mo>−</mo>
              <mn>{count(shared.length)}</mn>
            </>
          )}
        </mrow>
      </mfrac>
      {shrinkage > 0 && (
        <>
          <mo>×</mo>
          <mfrac>
            <mn>{count(shared.length)}</mn>
            <mrow>
              <mn>{count(shared.length)}</mn>
              <mo>+</mo>
              <mn>{count(shrinkage)}</mn>
            </mrow>
          </mfrac>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(shrinkage > 0 ? similarity : quotient, 2)}</mn>
    </Formula>
  )
}
