import styles from './rating-patch.module.css'

export interface ReadoutRow {
  readonly name: string
  /** what stands in the cell that is read */
  readonly cell: string
  /** mean distance to the stars in rated cells; NaN where there is none */
  readonly offBy: number
  /** mean of the cells that nobody rated */
  readonly unrated: number
}

export interface PatchReadoutProps {
  /** who and what the cell that is read is of */
  readonly about: string
  /** "3.21 = 0 + 2.61 + 0.60" */
  readonly sum: string
  readonly rows: readonly ReadoutRow[]
}

/** The cell that is read and the patch as a whole: a row for the ratings, a row for each that rebuilds them. */
export function PatchReadout({ about, sum, rows }: PatchReadoutProps) {
  return (
    <>
      <table className={styles.readout}>
        <thead>
          <tr>
            <th scope="col">
              <b>{about}</b>
            </th>
            <th scope="col">this cell</th>
            <th scope="col">rated, off by</th>
            <th scope="col">unrated, mean</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cell, offBy, unrated }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{cell}</td>
              <td>{stars(offBy)}</td>
              <td>{stars(unrated)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.sum}>{sum}</p>
    </>
  )
}

export const stars = (value: number) => (Number.isNaN(value) ? '–' : `${number(value)} ★`)
export const number = (value: number) =>
  value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^−0\.00$/, '0.00')
