import { Formula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { specOf } from '../../state/experiment.ts'
import { count, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './pipeline.module.css'
import { searchOf } from './search.ts'

/** What serving is, the inner product made an angle, and what goes wrong. */
export function Lesson({ view, run, info }: SystemProps) {
  const { retriever, ranker, candidates, ef, lambda } = run.settings
  const search = searchOf(view.snapshot)
  const systemName = (id: unknown) => specOf(String(id)).shortName
  return (
    <>
      <p>
        {systemName(retriever)} made a vector of every <Term of="film">film</Term> and makes one of whoever asks; the
        films with the largest products are fetched through a graph of {count(info.items.length)} films that links each
        to near ones, from the few in its highest layer down to all of them. What the <Term of="person">person</Term>{' '}
        has seen is dropped,{' '}
        {ranker === 'none' ? 'the order of the search stands' : `${systemName(ranker)} orders the rest`}
        {Number(lambda) < 1 ? ', and the list is picked from the best so that no film repeats another too much' : ''}.
        On {count(info.items.length)} films looking at all of them is as good; measure larger catalogues to see when it
        no longer is.
      </p>
      <Formula says="A score is the product of two vectors; the films’ vectors are lengthened to one length L by one number more, and the query by a zero, so that the cosine orders as the product does">
        <msub>
          <mi>s</mi>
          <mi>ui</mi>
        </msub>
        <mo>=</mo>
        <Symbol of="person">q</Symbol>
        <mo>·</mo>
        <Symbol of="film">v</Symbol>
        <mtext>, &nbsp;</mtext>
        <msup>
          <Symbol of="film">v</Symbol>
          <mo>′</mo>
        </msup>
        <mo>=</mo>
        <mo>(</mo>
        <Symbol of="film">v</Symbol>
        <mo>,</mo>
        <msqrt>
          <msup>
            <mi>L</mi>
            <mn>2</mn>
          </msup>
          <mo>−</mo>
          <msup>
            <mrow>
              <mo>|</mo>
              <Symbol of="film">v</Symbol>
              <mo>|</mo>
            </mrow>
            <mn>2</mn>
          </msup>
        </msqrt>
        <mo>)</mo>
        <mtext>, &nbsp;</mtext>
        <mi>cos</mi>
        <mo>(</mo>
        <mo>(</mo>
        <Symbol of="person">q</Symbol>
        <mo>,</mo>
        <mn>0</mn>
        <mo>)</mo>
        <mo>,</mo>
        <msup>
          <Symbol of="film">v</Symbol>
          <mo>′</mo>
        </msup>
        <mo>)</mo>
        <mo>=</mo>
        <mfrac>
          <msub>
            <mi>s</mi>
            <mi>ui</mi>
          </msub>
          <mrow>
            <mo>|</mo>
            <Symbol of="person">q</Symbol>
            <mo>|</mo>
            <mi>L</mi>
          </mrow>
        </mfrac>
      </Formula>
      {search && (
        <Formula says="How many are fetched: the candidates and as many more as were seen, all within the search width">
          <mtext>fetched</mtext>
          <mo>=</mo>
          <mn>{count(Number(candidates))}</mn>
          <mo>+</mo>
          <mn>{count(search.seen)}</mn>
          <mtext>&nbsp;seen, within a width of&nbsp;</mtext>
          <mn>{count(Math.max(Number(ef), Number(candidates) + search.seen))}</mn>
          <mo>;</mo>
          <mtext>compared&nbsp;</mtext>
          <mfrac>
            <mn>{count(search.compared)}</mn>
            <mn>{count(search.items)}</mn>
          </mfrac>
          <mo>=</mo>
          <mn>{fixed(search.items === 0 ? 0 : search.compared / search.items, 2)}</mn>
        </Formula>
      )}
      <h3 className={styles.heading}>Pitfalls</h3>
      <ul className={styles.pitfalls}>
        <li>
          Fetching exactly as many as the list is long and dropping the seen ones afterwards leaves a short list. Here
          as many more are fetched as were seen.
        </li>
        <li>Some libraries fill a short answer up with the id −1. An index here returns what it has, and no more.</li>
        <li>
          The course’s pipeline learns the width of its vectors by feeding both towers a dummy of width 1, which crashes
          with real features. The towers are called one without the other.
        </li>
        <li>
          A graph is made for distances and angles, and an inner product is neither: with few links a film may never be
          reached, however wide the search. With ALS vectors, 5,000 films and 4 links, a width of 200 found 95 of 100 by
          inner product and 99 by angle; with 16 links the inner product found more in a narrow search. Set the nearness
          and the links, and measure both.
        </li>
      </ul>
    </>
  )
}
