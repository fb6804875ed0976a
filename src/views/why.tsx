import { Name } from '../format/name.tsx'
import type { Contribution, Explanation } from '../../workers/algorithms/algorithm.ts'
import type { DatasetInfo } from '../../workers/lab-api.ts'
import { creditOf, personName, titleOf } from '../systems/names.ts'
import { count, fixed, signed, significant } from '../systems/numbers.ts'
import type { SystemProps } from '../systems/system.ts'
import styles from './recommendations.module.css'

const named = 3

/** Why this film: the contributions that add up to its score. */
export function Why({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const { contributions, unsettled, score } = explanation
  const whole = explanation.unit === 'viewers'
  const text = (amount: number) => (whole ? count(amount) : signed(amount))
  const reasons = contributions.filter(({ always }) => !always)
  const shown = reasons.length > named + 1 ? reasons.slice(0, named) : reasons
  const rest = reasons.slice(shown.length).reduce((sum, { amount }) => sum + amount, 0)
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
          {shown.map((contribution, place) => (
            <tr key={place}>
              <th scope="row">
                {place === 0 && isPastItem(contribution, explanation) && because(who)}
                <Name>{nameOf(contribution, info)}</Name>{' '}
                <Product of={contribution} kind={explanation.kind} signed={fromMean} />
              </th>
              <td>{text(contribution.amount)}</td>
            </tr>
          ))}
          {reasons.length > shown.length && (
            <tr>
              <th scope="row">{count(reasons.length - shown.length)} others</th>
              <td>{text(rest)}</td>
            </tr>
          )}
          {contributions
            .filter(({ always }) => always)
            .map((contribution) => (
              <tr key={contribution.label}>
                <th scope="row">
                  <Name>{nameOf(contribution, info)}</Name>{' '}
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
    </div>
  )
}

const because = (who: SystemProps['who']) => (who === 'you' ? 'because you watched ' : 'because they watched ')

/** Named alone: with its stars and their weight it would not fit. */
const isPastItem = ({ item, weight }: Contribution, { kind }: Explanation) =>
  kind === 'past items' && item !== undefined && weight === undefined

function nameOf({ item, person, label }: Contribution, info: DatasetInfo): string {
  if (item !== undefined) return titleOf(info, item)
  return person !== undefined ? personName(person) : (label ?? 'something else')
}

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
