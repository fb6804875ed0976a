import { Name } from '../format/name.tsx'
import type { Contribution, Explanation } from '../../workers/contract/system.ts'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { doubtsOf } from '../systems/doubts.ts'
import { creditOf, reasonName, titleOf } from '../format/names.ts'
import { count, fixed, signed, significant } from '../format/numbers.ts'
import type { SystemProps } from '../systems/system.ts'
import styles from './recommendations.module.css'

const named = 3

/** Why this film: what counted for it and what against it, which add up to its score. */
export function Why({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const { contributions, unsettled, score } = explanation
  const whole = explanation.unit === 'viewers'
  const text = (amount: number) => (whole ? count(amount) : signed(amount))
  const reasons = contributions.filter(({ always }) => !always)
  const [helped, against] = [reasons.filter((part) => !part.against), reasons.filter((part) => part.against)]
  // What is added to a mean lies above or below it; without one, stars are as they were given.
  const fromMean = explanation.unit === undefined && contributions.some(({ label }) => label !== undefined)
  const film = info.items[item]
  return (
    <div className={styles.why}>
      {film && creditOf(film) !== '' && <p>{creditOf(film)}</p>}
      <table>
        <caption className="visually-hidden">
          Why <Name>{titleOf(info, item)}</Name>: what adds up to its score
        </caption>
        <tbody>
          <Parts parts={helped} {...{ explanation, info, fromMean, text }} first={because(who)} />
        </tbody>
        {against.length > 0 && (
          <tbody>
            <tr>
              <th scope="rowgroup" colSpan={2} className={styles.against}>
                Counted against it
              </th>
            </tr>
            <Parts parts={against} {...{ explanation, info, fromMean, text }} />
          </tbody>
        )}
        <tbody>
          {contributions
            .filter(({ always }) => always)
            .map((contribution) => (
              <tr key={contribution.label}>
                <th scope="row">
                  <Name>{reasonName(contribution, info)}</Name>{' '}
                  <Product of={contribution} kind={explanation.kind} signed={false} />
                </th>
                <td>{text(contribution.amount)}</td>
              </tr>
            ))}
          {unsettled !== undefined && Math.abs(unsettled) >= 0.005 && (
            <tr>
              <th scope="row">not settled yet</th>
              <td>{text(unsettled)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{scoreName(explanation)}</th>
            <td>{whole ? count(score) : fixed(score, 2)}</td>
          </tr>
        </tbody>
      </table>
      {doubtsOf(view.why, info).map((doubt) => (
        <p key={doubt}>{doubt}</p>
      ))}
    </div>
  )
}

interface PartsProps {
  readonly parts: readonly Contribution[]
  readonly explanation: Explanation
  readonly info: DatasetInfo
  readonly fromMean: boolean
  readonly text: (amount: number) => string
  /** what the first of them begins with, where it is a film that was watched */
  readonly first?: string
}

/** A row for each of the largest, and one for the others together. */
function Parts({ parts, explanation, info, fromMean, text, first = '' }: PartsProps) {
  const shown = parts.length > named + 1 ? parts.slice(0, named) : parts
  const rest = parts.slice(shown.length).reduce((sum, { amount }) => sum + amount, 0)
  return (
    <>
      {shown.map((contribution, place) => (
        <tr key={place}>
          <th scope="row">
            {place === 0 && isPastItem(contribution, explanation) && first}
            <Name>{reasonName(contribution, info)}</Name>{' '}
            <Product of={contribution} kind={explanation.kind} signed={fromMean} />
          </th>
          <td>{text(contribution.amount)}</td>
        </tr>
      ))}
      {parts.length > shown.length && (
        <tr>
          <th scope="row">{count(parts.length - shown.length)} others</th>
          <td>{text(rest)}</td>
        </tr>
      )}
    </>
  )
}

const because = (who: SystemProps['who']) => (who === 'you' ? 'because you watched ' : 'because they watched ')

/** Named alone: with its stars and their weight it would not fit. */
const isPastItem = ({ item, weight }: Contribution, { kind }: Explanation) =>
  kind === 'past items' && item !== undefined && weight === undefined

interface ProductProps {
  readonly of: Contribution
  readonly kind: Explanation['kind']
  readonly signed: boolean
}

/** What the amount is a product of: "4 ★ × 0.31"; of a part of several, its score: "0.93 × 0.60". */
function Product({ of: { rating, weight }, kind, signed: bySign }: ProductProps) {
  if (weight === undefined) return null
  const stars =
    rating === undefined
      ? ''
      : kind === 'parts'
        ? `${fixed(rating, 2)} × `
        : `${bySign ? signed(rating) : significant(rating)} ★ × `
  return (
    <span className={styles.product}>
      {stars}
      {fixed(weight, 2)}
    </span>
  )
}

const scoreName = ({ unit }: Explanation) => unit ?? 'score'
