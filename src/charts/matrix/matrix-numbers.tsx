import { useDeferredValue, useState } from 'react'
import { Name } from '../../format/name.tsx'
import type { Source } from './matrix-pyramid.ts'
import { valueWords } from './matrix-words.ts'
import styles from './matrix.module.css'

interface MatrixNumbersProps {
  readonly source: Source
  readonly titles: readonly string[]
  readonly measureName: string
  readonly noun: { readonly one: string; readonly many: string }
  /** whose row is listed */
  readonly item: number
}

/** Up to here the whole matrix is written out; above, one row. */
const wholeUpTo = 12

/** The numbers behind the picture, in its order; made only while they are open. */
export function MatrixNumbers(props: MatrixNumbersProps) {
  const [open, setOpen] = useState(false)
  const late = useDeferredValue(props)
  return (
    <details className={styles.numbers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Numbers</summary>
      {open && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Numbers of the matrix">
          {late.source.size <= wholeUpTo ? <WholeTable {...late} /> : <RowTable {...late} />}
        </div>
      )}
    </details>
  )
}

function RowTable({ source, titles, measureName, noun, item }: MatrixNumbersProps) {
  const { size, values, order, rowsDone } = source
  return (
    <table>
      <caption>
        <Name>{titles[item]}</Name> with each of the {size.toLocaleString('en')} {noun.many}, in the order of the
        picture
      </caption>
      <thead>
        <tr>
          <th scope="col">{noun.one}</th>
          <th scope="col">{measureName}</th>
        </tr>
      </thead>
      <tbody>
        {Array.from(order, (other) => (
          <tr key={other}>
            <th scope="row">
              <Name>{titles[other]}</Name>
            </th>
            <td>{valueWords(values[item * size + other]!, item < rowsDone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function WholeTable({ source, titles, measureName, noun }: MatrixNumbersProps) {
  const { size, values, order, rowsDone } = source
  const items = Array.from(order)
  return (
    <table>
      <caption>
        {measureName} between all {size} {noun.many}
      </caption>
      <thead>
        <tr>
          <td />
          {items.map((item) => (
            <th key={item} scope="col">
              <Name>{titles[item]}</Name>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item}>
            <th scope="row">
              <Name>{titles[item]}</Name>
            </th>
            {items.map((other) => (
              <td key={other}>{valueWords(values[item * size + other]!, item < rowsDone)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
