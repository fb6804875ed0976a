import { Fragment } from 'react'
import { FilmTitle, Formula, Sum, Symbol, Term } from '../shared/lesson/formula.tsx'
import { titleOf } from '../../format/names.ts'
import { count, fixed, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'

/** Three sentences, and the formula of the measure in use with the numbers of the film whose reasons are shown. */
export function Lesson(props: SystemProps) {
  const { run } = props
  const by = String(run.settings.by)
  return (
    <>
      <p>
        <WhatAScoreIs {...props} /> Everybody gets the same list, less what they have rated, so it can never find the
        film that only you would love.{' '}
        {by === 'mean'
          ? 'How well a film is liked by those who chose it says little about who will choose it: as a list this ranks far below a plain count, though it is the better guess of anybody’s stars.'
          : 'It still ranks better than chance by a wide margin, because what many chose many more will choose: a system that cannot beat it has learned nothing about anybody.'}
      </p>
      {by === 'mean' ? (
        <MeanFormula {...props} />
      ) : by === 'recent' ? (
        <RecentFormula {...props} />
      ) : (
        <CountFormula {...props} />
      )}
    </>
  )
}

const likedText = (from: number) => (from > 0 ? `, counting ratings of ${from} stars or more` : '')

function WhatAScoreIs({ run }: SystemProps) {
  const { by, likedFrom, halfLife, prior } = run.settings
  const people = <Term of="person">people</Term>
  if (by === 'mean')
    return (
      <>
        A film’s score is the mean of the stars that {people} gave it, as if {count(Number(prior))} more had given it
        everybody’s mean: a film that few have rated stays near that mean until more say otherwise.
      </>
    )
  if (by === 'recent')
    return (
      <>
        A film’s score is how many {people} watched it, where each counts half for every {count(Number(halfLife))} days
        before the newest rating of all{likedText(Number(likedFrom))}.
      </>
    )
  return (
    <>
      A film’s score is how many {people} watched it{likedText(Number(likedFrom))}.
    </>
  )
}

const score = (
  <>
    <mtext>score</mtext>
    <mo>(</mo>
    <Symbol of="film">i</Symbol>
    <mo>)</mo>
    <mo>=</mo>
  </>
)

const rating = (
  <msub>
    <mi>r</mi>
    <mrow>
      <Symbol of="person">u</Symbol>
      <Symbol of="film">i</Symbol>
    </mrow>
  </msub>
)

const overPeople = <Sum over={<Symbol of="person">u</Symbol>} />

/** The people a sum goes over, in Iverson's brackets. */
function Counted({ from }: { readonly from: number }) {
  return (
    <>
      <mo>[</mo>
      {rating}
      {from > 0 ? (
        <>
          <mo>≥</mo>
          <mn>{from}</mn>
        </>
      ) : (
        <mtext> is known</mtext>
      )}
      <mo>]</mo>
    </>
  )
}

function CountFormula({ view, info, run }: SystemProps) {
  return (
    <>
      <Formula says="The score of a film is a count of people">
        {score}
        {overPeople}
        <Counted from={Number(run.settings.likedFrom)} />
      </Formula>
      <AsASum {...{ view, info }} format={count} />
    </>
  )
}

function RecentFormula({ view, info, run }: SystemProps) {
  return (
    <>
      <Formula says="The score of a film is a sum over people, each weighted by the age of the rating">
        {score}
        {overPeople}
        <Counted from={Number(run.settings.likedFrom)} />
        <msup>
          <mn>2</mn>
          <mrow>
            <mo>−</mo>
            <msub>
              <mtext>age</mtext>
              <mrow>
                <Symbol of="person">u</Symbol>
                <Symbol of="film">i</Symbol>
              </mrow>
            </msub>
            <mo>/</mo>
            <mn>{count(Number(run.settings.halfLife))}</mn>
          </mrow>
        </msup>
      </Formula>
      <AsASum {...{ view, info }} format={significant} />
    </>
  )
}

/** The score of the film whose reasons are shown: by stars, or by bands of age. */
function AsASum({ view, info, format }: Pick<SystemProps, 'view' | 'info'> & { format: (value: number) => string }) {
  const item = view.why?.item
  const amounts = view.why?.explanation.contributions.map(({ amount }) => amount) ?? []
  if (item === undefined || amounts.length === 0) return null
  return (
    <Formula says={`The score of ${titleOf(info, item)}, added up`}>
      <NamedScore {...{ view, info, item }} />
      {amounts.map((amount, place) => (
        <Fragment key={place}>
          {place > 0 && <mo>+</mo>}
          <mn>{format(amount)}</mn>
        </Fragment>
      ))}
      <mo>=</mo>
      <mn>{format(view.why?.explanation.score ?? 0)}</mn>
    </Formula>
  )
}

function NamedScore({ info, item }: Pick<SystemProps, 'info'> & { item: number }) {
  return (
    <>
      <mtext>score</mtext>
      <mo>(</mo>
      <FilmTitle info={info} item={item} />
      <mo>)</mo>
      <mo>=</mo>
    </>
  )
}

const prior = 'everybody’s mean'

function MeanFormula({ view, info, run }: SystemProps) {
  const m = Number(run.settings.prior)
  const { item, explanation } = view.why ?? {}
  const contributions = explanation?.contributions ?? []
  const mean = contributions.find(({ label }) => label === prior)
  const given = contributions.filter((contribution) => contribution !== mean)
  // Weights are shares of n + m: with the prior's known, n follows; without a prior, all of it is given stars.
  const n = mean?.weight ? Math.round(m / mean.weight - m) : undefined
  return (
    <>
      <Formula says="The sum of its stars and m times the mean of all, over the number of its ratings and m">
        {score}
        <mfrac>
          <mrow>
            {overPeople}
            {rating}
            <mo>+</mo>
            <mi>m</mi>
            <mi>μ</mi>
          </mrow>
          <mrow>
            <msub>
              <mi>n</mi>
              <Symbol of="film">i</Symbol>
            </msub>
            <mo>+</mo>
            <mi>m</mi>
          </mrow>
        </mfrac>
      </Formula>
      {item !== undefined && explanation && mean?.rating !== undefined && n !== undefined && given.length > 0 && (
        <Formula says={`The score of ${titleOf(info, item)}`}>
          <NamedScore {...{ info, item }} />
          <mfrac>
            <mrow>
              <mn>{significant(given.reduce((sum, { amount }) => sum + amount, 0) * (n + m), 6)}</mn>
              <mo>+</mo>
              <mn>{count(m)}</mn>
              <mo>×</mo>
              <mn>{fixed(mean.rating, 2)}</mn>
            </mrow>
            <mrow>
              <mn>{count(n)}</mn>
              <mo>+</mo>
              <mn>{count(m)}</mn>
            </mrow>
          </mfrac>
          <mo>=</mo>
          <mn>{fixed(explanation.score, 2)}</mn>
        </Formula>
      )}
    </>
  )
}
