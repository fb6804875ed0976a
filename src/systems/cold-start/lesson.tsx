import { Formula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { count, counted, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { linesOf, systemNames } from './lines.ts'
import { questionsIn } from './questions.ts'

/** Three sentences, and the choice with the numbers of the person shown. */
export function Lesson({ view, run, who }: SystemProps) {
  const names = systemNames(run.settings)
  const threshold = Number(run.settings.threshold)
  const { known, by } = view.snapshot ?? {}
  const { people = 0, lengths = [] } = linesOf(view.snapshot) ?? {}
  const n = <N of={who === 'you' ? 'you' : 'person'} />
  const asked = run.settings.asked !== 'history'
  return (
    <>
      {asked && <AboutQuestions view={view} />}
      <p>
        Somebody <Term of="person">new</Term> has told nothing yet, so for fewer than {count(threshold)} ratings{' '}
        {names.fallback} answers, and from then on {names.main}, which works out its answer from those ratings alone. To
        see where that pays, {counted(people, 'person', 'people')} who gave at least{' '}
        {counted(lengths.at(-1) ?? 0, 'rating', 'ratings')} {people === 1 ? 'is' : 'are'} made new again: each system is
        shown only their first ratings in order of time, and is judged by ratings that neither has seen. Where the lines
        cross is a property of the data and of the two systems, so a threshold that is right for some films may be wrong
        for others.
      </p>
      <Formula says="The list of a person: the main system’s from the threshold on, else the fallback’s">
        <ListOf name="list" />
        <mo>=</mo>
        <ListOf name={names.main} />
        <mtext>&nbsp;where&nbsp;</mtext>
        {n}
        <mo>≥</mo>
        <mi>T</mi>
        <mtext>, else&nbsp;</mtext>
        <ListOf name={names.fallback} />
      </Formula>
      {typeof known === 'number' && (
        <Formula says={`With ${known} ratings known and a threshold of ${threshold}`}>
          {n}
          <mo>=</mo>
          <mn>{count(known)}</mn>
          <mo>{known >= threshold ? '≥' : '<'}</mo>
          <mn>{count(threshold)}</mn>
          <mo>⇒</mo>
          <mtext>{by === 'main' ? names.main : names.fallback}</mtext>
        </Formula>
      )}
    </>
  )
}

/** What a question is worth, and the numbers of the one asked last. */
function AboutQuestions({ view }: Pick<SystemProps, 'view'>) {
  const questions = questionsIn(view.snapshot) ?? []
  const last = questions[Math.min(view.step, questions.length) - 1]
  return (
    <>
      <p>
        A questioner has sorted the people of the data into twelve kinds, each with its chances to have seen a film and
        to have liked it, and believes of somebody new that they are of each kind as often as people are. Every answer
        shifts that belief (Bayes), “not seen” too. The most telling film is the one whose answer is expected to take
        most from the doubt that is left, its entropy <i>H</i>; the most watched film is the one that most people can
        answer about.
      </p>
      <Formula says="The information gain of a film, with the bits of the last film asked about: the entropy of the belief, less what is left of it on average after the answer">
        <mtext>gain</mtext>
        <mo>(</mo>
        <mi>i</mi>
        <mo>)</mo>
        <mo>=</mo>
        <mi>H</mi>
        <mo>(</mo>
        <mi>kind</mi>
        <mo>)</mo>
        <mo>−</mo>
        <munder>
          <mo>∑</mo>
          <mi>a</mi>
        </munder>
        <mi>P</mi>
        <mo>(</mo>
        <mi>a</mi>
        <mo>)</mo>
        <mi>H</mi>
        <mo>(</mo>
        <mi>kind</mi>
        <mo>|</mo>
        <mi>a</mi>
        <mo>)</mo>
        {last && (
          <>
            <mo>=</mo>
            <mn>{fixed(last.bits, 3)}</mn>
            <mtext>&nbsp;bits</mtext>
          </>
        )}
      </Formula>
    </>
  )
}

function N({ of }: { readonly of: 'person' | 'you' }) {
  return (
    <msub>
      <mi>n</mi>
      <Symbol of={of}>u</Symbol>
    </msub>
  )
}

function ListOf({ name }: { readonly name: string }) {
  return (
    <>
      <mtext>{name}</mtext>
      <mo>(</mo>
      <mi>u</mi>
      <mo>)</mo>
    </>
  )
}
