import { Name } from '../../../../format/name.tsx'
import styles from './rating-patch.module.css'

export interface ReadoutRow {
  readonly name: string
  /** what stands in the cell that is read */
  readonly cell: number
  /** mean distance to the stars in rated cells; NaN where there is none */
  readonly offBy: number
  /** mean of the cells that nobody rated; NaN where there is none */
  readonly unrated: number
}

/** The cell that is read, and the patch as a whole: a row for each that rebuilds it. */
export function PatchReadout({ rows }: { readonly rows: readonly ReadoutRow[] }) {
  return (
    <table className={styles.readout}>
      <thead>
        <tr>
          <td />
          <th scope="col">this cell</th>
          <th scope="col">rated, off by</th>
          <th scope="col">unrated, mean</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cell, offBy, unrated }) => (
          <tr key={name}>
            <th scope="row">
              <Name>{name}</Name>
            </th>
            <td>{stars(cell)}</td>
            <td>{stars(offBy)}</td>
            <td>{stars(unrated)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const stars = (value: number) => (Number.isNaN(value) ? '–' : `${number(value)} ★`)
export const number = (value: number) =>
  value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^−0\.00$/, '0.00')
