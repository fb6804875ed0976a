import { Children, type ReactNode } from 'react'
import styles from './lesson.module.css'

/** A formula on a line of its own; wide ones scroll inside, by keyboard too. */
export function Formula({ says, children }: { says: string; children: ReactNode }) {
  return (
    <div className={styles.formula} tabIndex={0} role="group" aria-label={says}>
      <math display="block">{children}</math>
    </div>
  )
}

/** A formula of any length: each child is a piece that stays whole, and a line breaks between two of them. */
export function LongFormula({ says, children }: { says: string; children: ReactNode }) {
  const pieces = Children.toArray(children)
  return (
    <div className={`${styles.formula} ${styles.long}`} tabIndex={0} role="group" aria-label={says}>
      {pieces.map((piece, place) => (
        <math key={place}>{piece}</math>
      ))}
    </div>
  )
}

/** A symbol of a person, a film or you, in that entity's colour. */
export function Symbol({ of, children }: { of: 'person' | 'film' | 'you'; children: string }) {
  return <mi className={styles[of]}>{children}</mi>
}

/** A sum over something. */
export function Sum({ over }: { over: ReactNode }) {
  return (
    <munder>
      <mo>∑</mo>
      <mrow>{over}</mrow>
    </munder>
  )
}

/** A word in the text that stands for something on the screen. */
export function Term({ of, children }: { of: 'person' | 'film' | 'you'; children: ReactNode }) {
  return <span className={styles[`${of}Term`]}>{children}</span>
}
