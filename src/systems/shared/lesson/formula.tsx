import { Children, cloneElement, Fragment, type ReactElement, type ReactNode } from 'react'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { titleOf } from '../../../format/names.ts'
import { shortTitle } from '../../../format/short-title.ts'
import styles from './lesson.module.css'

/** A formula; where it is wider than its place, a line breaks before an operator. Wide pieces scroll, by keyboard too. */
export function Formula({ says, children }: { says: string; children: ReactNode }) {
  return <LongFormula says={says}>{piecesOf(children)}</LongFormula>
}

/** A formula whose children are the pieces that stay whole: a line breaks between two of them. */
export function LongFormula({ says, children }: { says: string; children: ReactNode }) {
  const pieces = Children.toArray(children)
  return (
    <div className={styles.formula} tabIndex={0} role="group" aria-label={says}>
      {pieces.map((piece, place) => (
        <math key={place} displaystyle="true">
          {piece}
        </math>
      ))}
    </div>
  )
}

const operators = ['=', '+', '−', '×', '≤', '≥', '⇒']
const nesting: Readonly<Record<string, number>> = { '(': 1, '[': 1, ')': -1, ']': -1 }

/** Parts of a formula that begin with an operator, or follow a comma or colon, outside of all brackets. */
function piecesOf(children: ReactNode): ReactNode[] {
  const pieces: ReactElement<MathProps>[][] = [[]]
  let depth = 0
  let ended = false
  for (const part of flat(children)) {
    const text = part.type === 'mo' || part.type === 'mtext' ? textOf(part) : ''
    // 5 × 0.1 stays whole.
    const isOperator =
      part.type === 'mo' && operators.includes(text) && !(text === '×' && pieces.at(-1)!.at(-1)?.type === 'mn')
    const begins = isOperator || ended || (part.type === 'mtext' && text.startsWith('\u00a0'))
    if (begins && depth === 0 && pieces.at(-1)!.length > 0) pieces.push([])
    pieces.at(-1)!.push(isOperator ? cloneElement(part, { form: 'infix' }) : part)
    depth += part.type === 'mo' ? (nesting[text] ?? 0) : 0
    ended = /[,;:]$/.test(text.trimEnd())
  }
  return pieces.map((parts, place) => <Fragment key={place}>{withPlainBrackets(parts)}</Fragment>)
}

/** Beside a sum with something under it brackets would grow as tall; they do so for a fraction or a root alone. */
function withPlainBrackets(parts: ReactElement<MathProps>[]): ReactElement[] {
  if (parts.some(({ type }) => type === 'mfrac' || type === 'msqrt')) return parts
  return parts.map((part) =>
    part.type === 'mo' && textOf(part) in nesting ? cloneElement(part, { stretchy: 'false' }) : part,
  )
}

const textOf = ({ props }: ReactElement<MathProps>) =>
  Children.toArray(props.children)
    .filter((child) => typeof child === 'string')
    .join('')

/** Without the fragments. */
const flat = (children: ReactNode): ReactElement<MathProps>[] =>
  (Children.toArray(children) as ReactElement<MathProps>[]).flatMap((part) =>
    part.type === Fragment ? flat(part.props.children) : [part],
  )

interface MathProps {
  readonly children?: ReactNode
  readonly form?: 'infix'
  readonly stretchy?: 'false'
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

/** A title as it stands in a formula, where no line can break: cut at a word. */
export const titleInFormula = (info: DatasetInfo, item: number) => shortTitle(titleOf(info, item), 22)

export function FilmTitle({ info, item }: { info: DatasetInfo; item: number }) {
  return <mtext>{titleInFormula(info, item)}</mtext>
}

/** A word in the text that stands for something on the screen. */
export function Term({ of, children }: { of: 'person' | 'film' | 'you'; children: ReactNode }) {
  return <span className={styles[`${of}Term`]}>{children}</span>
}
