import type { Contribution, Explanation } from '../../workers/algorithms/algorithm.ts'
import type { DatasetInfo } from '../../workers/lab-api.ts'
import { creditOf, personName, titleOf } from '../systems/names.ts'
import { count, fixed, signed } from '../systems/numbers.ts'
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
  const shown = contributions.length > named + 1 ? contributions.slice(0, named) : contributions
  const rest = contributions.slice(shown.length).reduce((sum, { amount }) => sum + amount, 0)
  const film = info.items[item]
  return (
    <div className={styles.why}>
      {film && creditOf(film) !== '' && <p>{creditOf(film)}</p>}
      <table>
        <caption className="visually-hidden">Why {titleOf(info, item)}: what adds up to its score</caption>
        <tbody>
          {shown.map((contribution, place) => (
            <tr key={place}>
              <th scope="row">
                {place === 0 && explanation.kind === 'past items' && contribution.item !== undefined && because(who)}
                {nameOf(contribution, info)}
              </th>
              <td>{text(contribution.amount)}</td>
            </tr>
          ))}
          {contributions.length > shown.length && (
            <tr>
              <th scope="row">{count(contributions.length - shown.length)} others</th>
              <td>{text(rest)}</td>
            </tr>
          )}
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

function nameOf({ item, person, label, rating, weight }: Contribution, info: DatasetInfo): string {
  const name =
    item !== undefined ? titleOf(info, item) : person !== undefined ? personName(person) : (label ?? 'something else')
  if (weight === undefined) return name
  return rating === undefined ? `${name}: ${fixed(weight, 2)}` : `${name}: ${signedStars(rating)} × ${fixed(weight, 2)}`
}

/** Stars as they were given, or above (below) a mean. */
const signedStars = (rating: number) => `${Number.isInteger(rating) ? count(rating) : fixed(rating, 2)} ★`

const scoreName = ({ unit }: Explanation) => unit ?? 'score'
