import type { PairArithmetic } from '../../../workers/algorithms/algorithm.ts'
import type { DatasetInfo } from '../../../workers/lab-api.ts'
import { personName, titleOf } from '../names.ts'
import { count, fixed, significant } from '../numbers.ts'
import type { SystemProps } from '../system.ts'
import { pairShown, usePairArithmetic } from './pair.ts'
import styles from './arithmetic.module.css'

const shownPeople = 4

/** The two rating columns behind one cell side by side, each product, the sums and the quotient. */
export function Arithmetic(props: SystemProps) {
  const { run, info } = props
  const arithmetic = usePairArithmetic(run, pairShown(props))
  if (!arithmetic)
    return (
      <p className={styles.none}>
        Point at a cell of the matrix, or choose a film of the list, to see how near two films are and why.
      </p>
    )
  const measure = String(run.settings.measure)
  return (
    <section aria-labelledby="pair">
      <h2 id="pair">
        {titleOf(info, arithmetic.a)} and {titleOf(info, arithmetic.b)}
      </h2>
      <Columns arithmetic={arithmetic} info={info} measure={measure} />
      <Quotient arithmetic={arithmetic} measure={measure} />
    </section>
  )
}

/** What stands in the columns: whole stars for cosine, differences from a mean for the measures that subtract one. */
const valueText = (measure: string, value: number) =>
  measure === 'cosine' || measure === 'jaccard' ? significant(value) : fixed(value, 2)

const valuesAre: Record<string, string> = {
  'adjusted cosine': 'Stars above or below each person’s own mean.',
  pearson: 'Stars above or below the film’s mean over these people.',
  jaccard: '1 for everybody who rated the film.',
}

interface ColumnsProps {
  readonly arithmetic: PairArithmetic
  readonly info: DatasetInfo
  readonly measure: string
}

function Columns({ arithmetic, info, measure }: ColumnsProps) {
  const { shared, valuesA, valuesB, a, b, sumOfProducts } = arithmetic
  const most = Array.from(shared.keys())
    .sort((i, j) => Math.abs(valuesA[j]! * valuesB[j]!) - Math.abs(valuesA[i]! * valuesB[i]!) || i - j)
    .slice(0, shownPeople)
  const rest = sumOfProducts - most.reduce((sum, k) => sum + valuesA[k]! * valuesB[k]!, 0)
  const text = (value: number) => valueText(measure, value)
  return (
    <table className={styles.columns}>
      {valuesAre[measure] && <caption>{valuesAre[measure]}</caption>}
      <thead>
        <tr>
          <th scope="col">{shared.length === 1 ? 'one shared viewer' : `${count(shared.length)} shared viewers`}</th>
          <th scope="col">{shortTitle(titleOf(info, a))}</th>
          <th scope="col">{shortTitle(titleOf(info, b))}</th>
          <th scope="col">product</th>
        </tr>
      </thead>
      <tbody>
        {most.map((k) => (
          <tr key={shared[k]}>
            <th scope="row">{personName(shared[k]!)}</th>
            <td>{text(valuesA[k]!)}</td>
            <td>{text(valuesB[k]!)}</td>
            <td>{text(valuesA[k]! * valuesB[k]!)}</td>
          </tr>
        ))}
        {shared.length > most.length && (
          <tr className={styles.more}>
            <th scope="row">{count(shared.length - most.length)} more</th>
            <td />
            <td />
            <td>{text(rest)}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {measure === 'jaccard' ? 'watched both' : 'sum of products'}
          </th>
          <td>{text(sumOfProducts)}</td>
        </tr>
        <tr>
          <th scope="row">{measure === 'jaccard' ? 'viewers' : 'lengths'}</th>
          <td>{significant(arithmetic.lengthA)}</td>
          <td>{significant(arithmetic.lengthB)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

const longestTitle = 14
const shortTitle = (title: string) =>
  title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1).trimEnd()}…`

function Quotient({ arithmetic, measure }: { arithmetic: PairArithmetic; measure: string }) {
  const { sumOfProducts, lengthA, lengthB, quotient, shrinkage, similarity } = arithmetic
  const shared = arithmetic.shared.length
  if (shared === 0) return <p className={styles.quotient}>Nobody rated both: they say nothing about each other.</p>
  const [top, a, b] = [valueText(measure, sumOfProducts), significant(lengthA), significant(lengthB)]
  const divided = measure === 'jaccard' ? `${top} ÷ (${a} + ${b} − ${count(shared)})` : `${top} ÷ (${a} × ${b})`
  return (
    <p className={styles.quotient}>
      {divided} = <b>{fixed(quotient, 2)}</b>
      {shrinkage > 0 && (
        <>
          , and with shrinkage × {count(shared)} ⁄ ({count(shared)} + {count(shrinkage)}) ={' '}
          <b>{fixed(similarity, 2)}</b>
        </>
      )}
    </p>
  )
}
