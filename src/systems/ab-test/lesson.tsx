import { Formula } from '../shared/lesson/formula.tsx'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { standingOf } from './standing.ts'

/** Three sentences, the test with the numbers on screen, and the slips. */
export function Lesson({ view, run }: SystemProps) {
  const standing = standingOf(view.snapshot, run.settings)
  const byVisitor = run.settings.unit === 'visitors'
  return (
    <>
      <p>
        A hash of the experiment’s name and the visitor’s gives each an arm: the same one for ever, and one that says
        nothing about the arms of other experiments. What they click on is counted, and the difference of the two rates
        is set against the difference that chance makes where there is none. If it is 1.96 standard errors or more from
        0, chance alone would do that in 5 % of all tests, provided that one looks once.
      </p>
      <Formula says="z: the difference of the rates, over its standard error if there is none">
        <mi>z</mi>
        <mo>=</mo>
        <mfrac>
          <mrow>
            <msub>
              <mi>p</mi>
              <mi>B</mi>
            </msub>
            <mo>−</mo>
            <msub>
              <mi>p</mi>
              <mi>A</mi>
            </msub>
          </mrow>
          <msqrt>
            <mi>p</mi>
            <mo>(</mo>
            <mn>1</mn>
            <mo>−</mo>
            <mi>p</mi>
            <mo>)</mo>
            <mo>(</mo>
            <mn>1</mn>
            <mo>/</mo>
            <msub>
              <mi>n</mi>
              <mi>A</mi>
            </msub>
            <mo>+</mo>
            <mn>1</mn>
            <mo>/</mo>
            <msub>
              <mi>n</mi>
              <mi>B</mi>
            </msub>
            <mo>)</mo>
          </msqrt>
        </mfrac>
      </Formula>
      {standing && byVisitor && standing.a.visitors > 0 && standing.b.visitors > 0 && (
        <Formula says="The rates with the numbers on screen">
          <msub>
            <mi>p</mi>
            <mi>A</mi>
          </msub>
          <mo>=</mo>
          <mn>{standing.a.clickers}</mn>
          <mo>/</mo>
          <mn>{standing.a.visitors}</mn>
          <mo>=</mo>
          <mn>{fixed(standing.a.value, 3)}</mn>
          <mtext>,&nbsp;</mtext>
          <msub>
            <mi>p</mi>
            <mi>B</mi>
          </msub>
          <mo>=</mo>
          <mn>{standing.b.clickers}</mn>
          <mo>/</mo>
          <mn>{standing.b.visitors}</mn>
          <mo>=</mo>
          <mn>{fixed(standing.b.value, 3)}</mn>
        </Formula>
      )}
      <p>
        Each rate has Wilson’s interval and their difference Newcombe’s, which never leave what a rate can be and hold
        for few visitors. Before either is believed, the arms’ sizes are held against the plan: where some are missing,
        those who are left may not be alike.
      </p>
      <p>
        <b>Pitfall: peeking.</b> Look twenty times and stop at the first p below 0.05, and about a quarter of all tests
        find something where there is nothing. The always-valid p (a mixture likelihood ratio) may be read after every
        visitor; it pays for that by finding true differences later.
      </p>
      <p>
        <b>Pitfall: what is counted.</b> The course counts impressions, though people are assigned. Ten films shown to
        one person are not ten independent observations: choose “impressions as units” and see how often an A/A test is
        then wrong, even with a single look. Its other slip is an arm by Python’s own hash, which is another after every
        start of the process.
      </p>
    </>
  )
}
