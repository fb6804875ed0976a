import { useCallback } from 'react'
import { Name } from '../../../../format/name.tsx'
import { ChartFrame, Key } from '../../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../../charts/element-size.ts'
import { rowsShown, type ProductRow } from './product-rows.ts'
import { labelRem } from '../../../../charts/text-width.ts'
import styles from './product-bars.module.css'

export interface ProductBarsProps {
  readonly title: string
  /** whose profile: "your profile" */
  readonly whose: string
  readonly yours: boolean
  /** the film whose features are multiplied with the profile's */
  readonly film: string | undefined
  /** what a row is: "feature", "word" */
  readonly what: string
  /** every row in order of weight, both sides divided by their lengths */
  readonly rows: readonly ProductRow[]
  /** weights below 0 occur: bars start in the middle */
  readonly signed: boolean
  readonly caption: string
}

/** A weight this large fills its side; larger ones, of profiles of next to nothing, are cut there. */
const reach = 0.6

/** A profile as bars, and beside each what the film shown has of it, product by product down to the cosine. */
export function ProductBars(props: ProductBarsProps) {
  const { title, whose, yours, film, what, rows, signed, caption } = props
  const shortly = yours ? 'you' : 'profile'
  const [box, { height }] = useElementSize<HTMLDivElement>()
  const numbers = useCallback(() => numbersOf(rows, what, film), [rows, what, film])
  const shown = rowsShown(rows, rowsThatFit(height))
  const cosine = rows.reduce((sum, { profile, film }) => sum + profile * film, 0)
  return (
    <ChartFrame title={title} caption={caption} numbers={numbers}>
      <div ref={box} className={styles.box} data-signed={signed} data-yours={yours}>
        <table className={styles.table} aria-label={`${title}, largest weights first`}>
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col" className={styles.wide}>
                <Key mark={yours ? 'you' : 'person'}>
                  <span title={whose}>{shortly}</span>
                </Key>
              </th>
              <th scope="col" className={styles.film}>
                <Key mark="film">film</Key>
              </th>
              <th scope="col">product</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.id} {...row} signed={signed} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {rows.length > shown.length ? 'all products: the cosine' : 'their sum: the cosine'}
              </th>
              <td className={styles.film} />
              <td>{film === undefined ? '' : number(cosine)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </ChartFrame>
  )
}

function Row({ name, profile, film, signed }: ProductRow & { readonly signed: boolean }) {
  const share = (100 * Math.min(Math.abs(profile), reach)) / reach / (signed ? 2 : 1)
  const from = !signed ? 0 : profile < 0 ? 50 - share : 50
  return (
    <tr data-has={film !== 0}>
      <th scope="row" title={name}>
        {film !== 0 && <span className={styles.mark} aria-hidden="true" />}
        <Name>{name}</Name>
      </th>
      <td className={styles.wide}>
        <span className={styles.track} aria-hidden="true">
          <i style={{ left: `${from}%`, width: `${share}%` }} />
        </span>
        <span className={styles.weight}>{number(profile)}</span>
      </td>
      <td className={styles.film}>{film === 0 ? <span className="visually-hidden">0</span> : number(film)}</td>
      <td>{film === 0 ? <span className="visually-hidden">0</span> : number(profile * film)}</td>
    </tr>
  )
}

const number = (value: number) => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−')

/** Rows of 1.75 times the label's size, besides head and foot. */
function rowsThatFit(height: number): number {
  const size = labelRem * parseFloat(getComputedStyle(document.documentElement).fontSize)
  return Math.max(4, Math.floor(height / (1.75 * size)) - 2)
}

function numbersOf(rows: readonly ProductRow[], what: string, film: string | undefined) {
  return {
    about: `Every ${what} of the profile, largest weight first`,
    columns: [what, 'kind', 'profile', film ?? 'film', 'product'],
    length: rows.length,
    row(index: number) {
      const { name, kind, profile, film } = rows[index]!
      return [name, kind, ...[profile, film, profile * film].map((value) => value.toFixed(3).replace('-', '−'))]
    },
  }
}
