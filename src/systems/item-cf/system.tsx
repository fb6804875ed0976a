import { useMemo, useState } from 'react'
import { lab } from '../../bridge.ts'
import { Matrix } from '../../charts/matrix.tsx'
import type { PairArithmetic } from '../../../workers/algorithms/algorithm.ts'
import { Formula, Sum, Symbol, Term } from '../formula.tsx'
import { titleOf } from '../names.ts'
import { count, fixed, significant } from '../numbers.ts'
import type { SystemPage, SystemProps } from '../system.ts'
import { Arithmetic } from './arithmetic.tsx'
import { OrderButtons, type Order } from './order-buttons.tsx'
import { pairShown, usePairArithmetic } from './pair.ts'
import styles from './matrix-fit.module.css'

export const system: SystemPage = {
  Visual,
  Aside: Arithmetic,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/item-cf/item-cf.ts'),
}

/** Kept while the visit lasts: a changed setting keeps the order until another is asked for, so that two compare. */
let orderInUse: Order = { by: 'catalogue' }

function Visual(props: SystemProps) {
  const { run, info, matrix, pinned, view, onPreview, onPin } = props
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const [order, setOrder] = useState(orderInUse)
  const choose = (next: Order) => {
    orderInUse = next
    setOrder(next)
  }
  if (!matrix)
    return <p>{count(info.items.length)} films are too many to draw as a matrix; the lists beside it are complete.</p>
  const measure = String(run.settings.measure)
  const diverging = measure === 'pearson' || measure === 'adjusted cosine'
  const selected = pairShown({ shown: pinned, view })
  const clusters = order.by === 'cluster' && order.items.length === matrix.size ? order.items : undefined
  return (
    <div className={styles.fit}>
      <Matrix
        size={matrix.size}
        values={matrix.values}
        rowsDone={matrix.rowsDone}
        {...(clusters ? { order: clusters } : {})}
        titles={titles}
        scale={diverging ? 'diverging' : 'sequential'}
        domain={diverging ? [-1, 1] : [0, 1]}
        measureName={measureNames[measure] ?? measure}
        {...(selected ? { selected } : {})}
        onPreview={(pair) => onPreview(pair && { kind: 'pair', ...pair })}
        onPin={(pair) => onPin(pair && { kind: 'pair', ...pair })}
        version={0}
      >
        <OrderButtons
          order={order}
          onCatalogue={() => choose({ by: 'catalogue' })}
          onCluster={async () => choose({ by: 'cluster', items: await lab.clusterOrder(run) })}
        />
      </Matrix>
    </div>
  )
}

const measureNames: Record<string, string> = { pearson: 'correlation', jaccard: 'Jaccard' }

function Lesson(props: SystemProps) {
  const { run, info } = props
  const arithmetic = usePairArithmetic(run, pairShown(props))
  const { neighbours, score, measure } = run.settings
  return (
    <>
      <p>
        Each <Term of="film">film</Term> is a column of stars, one for every <Term of="person">person</Term> who rated
        it, and two films are near when their columns point the same way. To score a film for you, the playground looks
        at the {significant(Number(neighbours))} films nearest to it, and{' '}
        {score === 'stars'
          ? 'takes the mean of your stars for those of them you rated, weighted by nearness'
          : 'adds up nearness times stars over those of them you liked'}
        . Nothing is invented: every point of a score leads back to a film you rated, which is why it is easy to
        explain, and why it can say nothing about a film that no neighbour of yours has been watched with.
      </p>
      <SimilarityFormula measure={String(measure)} />
      {arithmetic && arithmetic.shared.length > 0 && (
        <PairFormula
          arithmetic={arithmetic}
          measure={String(measure)}
          titles={[titleOf(info, arithmetic.a), titleOf(info, arithmetic.b)]}
        />
      )}
    </>
  )
}

const rating = (film: 'i' | 'j', measure: string) => (
  <>
    {measure !== 'cosine' && <mo>(</mo>}
    <msub>
      <mi>r</mi>
      <mrow>
        <Symbol of="person">u</Symbol>
        <Symbol of="film">{film}</Symbol>
      </mrow>
    </msub>
    {measure !== 'cosine' && (
      <>
        <mo>−</mo>
        <msub>
          <mi>μ</mi>
          {measure === 'pearson' ? <Symbol of="film">{film}</Symbol> : <Symbol of="person">u</Symbol>}
        </msub>
        <mo>)</mo>
      </>
    )}
  </>
)

const name = (
  <>
    <msub>
      <mi>s</mi>
      <mrow>
        <Symbol of="film">i</Symbol>
        <Symbol of="film">j</Symbol>
      </mrow>
    </msub>
    <mo>=</mo>
  </>
)

function SimilarityFormula({ measure }: { measure: string }) {
  if (measure === 'jaccard')
    return (
      <Formula says="Jaccard: viewers of both films, divided by viewers of either">
        {name}
        <mfrac>
          <mtext>viewers of both</mtext>
          <mtext>viewers of either</mtext>
        </mfrac>
      </Formula>
    )
  const length = (film: 'i' | 'j') => (
    <msqrt>
      <Sum over={<Symbol of="person">u</Symbol>} />
      <msup>
        <mrow>{rating(film, measure)}</mrow>
        <mn>2</mn>
      </msup>
    </msqrt>
  )
  return (
    <Formula says={`${measure}: the sum of products over shared viewers, divided by the product of the two lengths`}>
      {name}
      <mfrac>
        <mrow>
          <Sum over={<Symbol of="person">u</Symbol>} />
          {rating('i', measure)}
          {rating('j', measure)}
        </mrow>
        <mrow>
          {length('i')}
          {length('j')}
        </mrow>
      </mfrac>
    </Formula>
  )
}

interface PairFormulaProps {
  readonly arithmetic: PairArithmetic
  readonly measure: string
  readonly titles: readonly [string, string]
}

function PairFormula({ arithmetic, measure, titles }: PairFormulaProps) {
  const { shared, sumOfProducts, lengthA, lengthB, quotient, shrinkage, similarity } = arithmetic
  return (
    <Formula says={`The similarity of ${titles[0]} and ${titles[1]}`}>
      <mtext>{titles[0]}</mtext>
      <mo>,</mo>
      <mtext>{titles[1]}</mtext>
      <mo>:</mo>
      <mspace />
      <mfrac>
        <mn>{significant(sumOfProducts)}</mn>
        <mrow>
          <mn>{significant(lengthA)}</mn>
          <mo>{measure === 'jaccard' ? '+' : '×'}</mo>
          <mn>{significant(lengthB)}</mn>
          {measure === 'jaccard' && (
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
