import { Name } from '../../../format/name.tsx'
import type { PairArithmetic } from '../../../../workers/contract/system.ts'
import type { Settings } from '../../../../workers/contract/spec.ts'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { count, fixed, significant } from '../../../format/numbers.ts'
import type { PairKind } from './pair-kind.ts'
import { isSigned } from './pair-kind.ts'
import { whyUndefined } from './pair.ts'
import { shortTitle } from '../../../format/short-title.ts'
import styles from './pair-arithmetic.module.css'

const shownShared = 4

interface ArithmeticProps {
  readonly arithmetic: PairArithmetic
  readonly kind: PairKind
  readonly info: DatasetInfo
  readonly settings: Settings
}

/** The two rating columns behind one cell side by side, each product, the sums and the quotient. */
export function Arithmetic(props: ArithmeticProps) {
  const { arithmetic, kind, info } = props
  return (
    <section aria-labelledby="pair">
      <h2 id="pair">
        <Name>{kind.nameOf(info, arithmetic.a)}</Name> and <Name>{kind.nameOf(info, arithmetic.b)}</Name>
      </h2>
      <Columns {...props} />
      <Quotient {...props} />
    </section>
  )
}

/** In place of it, where there is no pair. */
export function NoPair({ children }: { children: string }) {
  return <p className={styles.none}>{children}</p>
}

/** What stands in the columns: whole stars for cosine, differences from a mean for the measures that subtract one. */
const valueText = (measure: string, value: number) => (isSigned(measure) ? fixed(value, 2) : significant(value))

function Columns({ arithmetic, kind, info, settings }: ArithmeticProps) {
  const { shared, valuesA, valuesB, a, b, sumOfProducts } = arithmetic
  const measure = String(settings.measure)
  const most = Array.from(shared.keys())
    .sort((i, j) => Math.abs(valuesA[j]! * valuesB[j]!) - Math.abs(valuesA[i]! * valuesB[i]!) || i - j)
    .slice(0, shownShared)
  const rest = sumOfProducts - most.reduce((sum, k) => sum + valuesA[k]! * valuesB[k]!, 0)
  const text = (value: number) => valueText(measure, value)
  return (
    <table className={styles.columns}>
      {kind.valuesAre[measure] && <caption>{kind.valuesAre[measure]}</caption>}
      <thead>
        <tr>
          <th scope="col">{kind.sharedWords(shared.length, settings)}</th>
          <th scope="col">
            <Name>{shortTitle(kind.nameOf(info, a), longestTitle)}</Name>
          </th>
          <th scope="col">
            <Name>{shortTitle(kind.nameOf(info, b), longestTitle)}</Name>
          </th>
          <th scope="col">product</th>
        </tr>
      </thead>
      <tbody>
        {most.map((k) => (
          <tr key={shared[k]}>
            <th scope="row">
              <Name>{kind.sharedNameOf(info, shared[k]!)}</Name>
            </th>
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

function Quotient({ arithmetic, kind, settings }: ArithmeticProps) {
  const { sumOfProducts, lengthA, lengthB, quotient, shrinkage, similarity } = arithmetic
  const shared = arithmetic.shared.length
  const measure = String(settings.measure)
  if (shared === 0) return <p className={styles.quotient}>{kind.nothingShared}</p>
  const why = whyUndefined(arithmetic, settings)
  if (why !== undefined) return <p className={styles.quotient}>Undefined: {why}.</p>
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
