import { Fragment, type ReactNode } from 'react'
import { goodFrom } from '../../../workers/evaluation/metrics/spec.ts'
import { useApp } from '../../state/store.ts'
import { Formula, Sum as SumOf, Symbol, Term } from '../shared/lesson/formula.tsx'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { nameOfJudged, readJudgedList, sumInFocus, type JudgedList, type Sum } from './judged-list.ts'
import { short, termsAdded } from './terms-in-words.ts'

/** Three sentences, the formula of the metric that is looked at, and the same with the numbers of the list. */
export function Lesson({ view, run }: SystemProps) {
  const metric = useApp(({ experiment }) => experiment.metric)
  const list = readJudgedList(view, run)
  const sum = list && sumInFocus(list, metric)
  const from = goodFrom(run.settings)
  return (
    <>
      <p>
        A quarter of each <Term of="person">person</Term>’s ratings was put aside before {nameOfJudged(run)} learned,
        and a recommended <Term of="film">film</Term> counts as good if it is among them
        {from > 0 ? ` with ${from} stars or more` : ''}; one that is not may be good as well, only nobody knows. The
        metrics disagree because they ask different questions: precision how many of the first {String(run.settings.k)}{' '}
        are good, recall how many of the good ones are there, the reciprocal rank how soon the first comes, and average
        precision and NDCG how high all of them stand. None of them sees whether a list is new, varied, or the same for
        everybody: that takes all lists together.
      </p>
      {list && sum && (
        <>
          <Definition of={sum} gains={String(run.settings.gains)} />
          <WithNumbers list={list} sum={sum} />
        </>
      )}
      {sum?.id === 'precision' && <ShortList list={list!} />}
    </>
  )
}

const relevance = (
  <>
    <mo>[</mo>
    <mi>r</mi>
    <mtext>&nbsp;is good</mtext>
    <mo>]</mo>
  </>
)
const overRanks = (upTo: ReactNode) => (
  <SumOf
    over={
      <>
        <mi>r</mi>
        <mo>≤</mo>
        {upTo}
      </>
    }
  />
)

function Definition({ of: { id, name }, gains }: { readonly of: Sum; readonly gains: string }) {
  return <Formula says={`${name}, in general`}>{definitions[id](gains)}</Formula>
}

/** What a rank gains: a mark, its stars g, or 2^g − 1. */
const gain = (gains: string) =>
  gains === 'exponential' ? (
    <>
      <mo>(</mo>
      <msup>
        <mn>2</mn>
        <mi>g</mi>
      </msup>
      <mo>−</mo>
      <mn>1</mn>
      <mo>)</mo>
    </>
  ) : gains === 'linear' ? (
    <mi>g</mi>
  ) : (
    relevance
  )

const weight = (
  <msub>
    <mi>w</mi>
    <mi>r</mi>
  </msub>
)

const goodFilms = (
  <mrow>
    <mtext>all good&nbsp;</mtext>
    <Symbol of="film">films</Symbol>
  </mrow>
)
const averagePrecision = (upTo: ReactNode, over: ReactNode) => (
  <>
    <mfrac>
      <mn>1</mn>
      {over}
    </mfrac>
    {overRanks(upTo)}
    {relevance}
    <mo>·</mo>
    <mfrac>
      <mtext>good so far</mtext>
      <mi>r</mi>
    </mfrac>
  </>
)
const over = (below: ReactNode) => (
  <mfrac>
    <mrow>
      {overRanks(<mi>k</mi>)}
      {relevance}
    </mrow>
    {below}
  </mfrac>
)

const definitions: Readonly<Record<Sum['id'], (gains: string) => ReactNode>> = {
  ndcg: (gains) => (
    <>
      <mfrac>
        <mrow>
          {overRanks(<mi>k</mi>)}
          {gain(gains)}
          <mo>·</mo>
          {weight}
        </mrow>
        <mtext>the same sum, best order</mtext>
      </mfrac>
      <mo>,</mo>
      <mspace />
      {weight}
      <mo>=</mo>
      <mfrac>
        <mn>1</mn>
        <mrow>
          <msub>
            <mi>log</mi>
            <mn>2</mn>
          </msub>
          <mo>(</mo>
          <mi>r</mi>
          <mo>+</mo>
          <mn>1</mn>
          <mo>)</mo>
        </mrow>
      </mfrac>
    </>
  ),
  precision: () => over(<mi>k</mi>),
  recall: () => over(goodFilms),
  'hit-rate': () => (
    <>
      <mo>[</mo>
      {overRanks(<mi>k</mi>)}
      {relevance}
      <mo>&gt;</mo>
      <mn>0</mn>
      <mo>]</mo>
    </>
  ),
  mrr: () => (
    <mfrac>
      <mn>1</mn>
      <mtext>rank of the first good film, up to k</mtext>
    </mfrac>
  ),
  'map@k': () =>
    averagePrecision(
      <mi>k</mi>,
      <mrow>
        <mi>min</mi>
        <mo>(</mo>
        <mi>k</mi>
        <mo>,</mo>
        {goodFilms}
        <mo>)</mo>
      </mrow>,
    ),
  map: () => averagePrecision(<mi>n</mi>, goodFilms),
}

/** The same with the terms added so far. */
function WithNumbers({ list, sum }: { readonly list: JudgedList; readonly sum: Sum }) {
  const added = (
    <mrow>
      {termsAdded(sum, list.ranks).map((term, place) => (
        <Fragment key={place}>
          {place > 0 && <mo>+</mo>}
          <mn>{term}</mn>
        </Fragment>
      ))}
    </mrow>
  )
  return (
    <Formula says={`${sum.name} of this list`}>
      <mtext>{sum.name}</mtext>
      <mo>=</mo>
      {sum.divisor === 1 || sum.divisor === 0 ? (
        added
      ) : (
        <mfrac>
          {added}
          <mn>{short(sum.divisor)}</mn>
        </mfrac>
      )}
      <mo>=</mo>
      <mn>{fixed(sum.value, 3)}</mn>
    </Formula>
  )
}

/** The course's slip, where it shows: a list shorter than k. */
function ShortList({ list: { items, k, sums } }: { readonly list: JudgedList }) {
  const { terms } = sums.find(({ id }) => id === 'precision')!
  const good = terms.reduce((sum, term) => sum + term, 0)
  if (items.length >= k)
    return <p>Make the list shorter than k and precision keeps dividing by k: an empty place is no good film.</p>
  return (
    <p>
      This list has {items.length} films and k is {k}: precision divides by k, so it can be {fixed(items.length / k, 2)}{' '}
      at most. Divided by the length of the list it would be {fixed(good / items.length, 3)}, and a system could look
      precise by recommending next to nothing.
    </p>
  )
}
