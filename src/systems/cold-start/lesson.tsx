import { Formula, Symbol, Term } from '../formula.tsx'
import { count, counted } from '../numbers.ts'
import type { SystemProps } from '../system.ts'
import { linesOf, systemNames } from './lines.ts'

/** Three sentences, and the choice with the numbers of the person shown. */
export function Lesson({ view, run, who }: SystemProps) {
  const names = systemNames(run.settings)
  const threshold = Number(run.settings.threshold)
  const { known, by } = view.snapshot ?? {}
  const { people = 0, lengths = [] } = linesOf(view.snapshot) ?? {}
  const n = <N of={who === 'you' ? 'you' : 'person'} />
  return (
    <>
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
