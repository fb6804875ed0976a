import { useMemo } from 'react'
import { count, fixed, interval, percent, signed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './ab-test.module.css'
import { standingOf, type ArmStanding, type Standing } from './standing.ts'
import { pInWords, sizesInWords } from './verdict.ts'

/** What is counted so far, and what comes of each way to stop. */
export function Results({ view, run }: SystemProps) {
  const standing = useMemo(() => standingOf(view.snapshot, run.settings), [view.snapshot, run.settings])
  if (!standing) return null
  return (
    <>
      <Counts standing={standing} />
      <ManyTests standing={standing} />
    </>
  )
}

const points = (value: number) => fixed(100 * value, 1)

function Counts({ standing }: { readonly standing: Standing }) {
  const { a, b, difference, p, alwaysP } = standing
  const rows: readonly (readonly [string, (arm: ArmStanding) => string])[] = [
    ['visitors', (arm) => count(arm.visitors)],
    ['of them clicked', (arm) => count(arm.clickers)],
    ['impressions', (arm) => count(arm.impressions)],
    ['clicks', (arm) => count(arm.clicks)],
    ['rate compared, %', (arm) => points(arm.value)],
    ['its 95 % interval', (arm) => (arm.visitors > 0 ? interval(arm, points) : '–')],
    ['true rate, %', (arm) => points(arm.truly)],
  ]
  const compared = a.visitors > 0 && b.visitors > 0
  const times = a.value > 0 ? `${signed((100 * difference.value) / a.value, 1)} %` : 'not defined'
  const improvement = compared ? times : '–'
  return (
    <section aria-labelledby="counted">
      <h2 id="counted">What is counted so far</h2>
      <table className={styles.results}>
        <caption>The true rate is known because the visitors are simulated.</caption>
        <thead>
          <tr>
            <th />
            <th scope="col">{a.name}</th>
            <th scope="col">{b.name}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, of]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{of(a)}</td>
              <td>{of(b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={styles.results}>
        <tbody>
          <tr>
            <th scope="row">improvement of B over A</th>
            <td>{improvement}</td>
          </tr>
          <tr>
            <th scope="row">p of the arms’ sizes, as planned</th>
            <td>{pInWords(standing.sampleRatio.p)}</td>
          </tr>
          <tr>
            <th scope="row">p, to be read once, at the end</th>
            <td>{pInWords(p)}</td>
          </tr>
          <tr>
            <th scope="row">always-valid p, to be read at any time</th>
            <td>{pInWords(alwaysP)}</td>
          </tr>
          <tr>
            <th scope="row">visitors an arm that it takes</th>
            <td>{Number.isFinite(standing.needed) ? count(standing.needed) : 'no number'}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.sizes}>The arms’ sizes: {sizesInWords(standing)}</p>
    </section>
  )
}

function ManyTests({ standing }: { readonly standing: Standing }) {
  const { tests, testsVisitors, wrongly, found } = standing
  const rows = [
    ['one look, at the end', wrongly.fixed, found.fixed],
    [`stop at the first p < 0.05 of ${wrongly.peeking.length} looks`, wrongly.peeking.at(-1)!, found.peeking.at(-1)!],
    ['always valid, after every visitor', wrongly.always.at(-1)!, found.always.at(-1)!],
  ] as const
  return (
    <section aria-labelledby="many-tests">
      <h2 id="many-tests">The same test {count(tests)} times</h2>
      <table className={styles.results}>
        <caption>
          With {count(testsVisitors)} new visitors each: how often a difference is declared where there is none (A in
          both arms), and with these two.
        </caption>
        <thead>
          <tr>
            <th />
            <th scope="col">A/A</th>
            <th scope="col">A/B</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, none, two]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{percent(none)}</td>
              <td>{percent(two)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
