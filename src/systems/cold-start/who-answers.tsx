import { count } from '../../format/numbers.ts'
import { personName } from '../../format/names.ts'
import type { SystemProps } from '../system.ts'
import styles from './cold-start.module.css'
import { systemNames } from './lines.ts'

/** Above the list: which of the two systems it is from, and why. */
export function WhoAnswers({ view, run, who }: SystemProps) {
  const { by, known } = view.snapshot ?? {}
  if (typeof known !== 'number') return null
  const names = systemNames(run.settings)
  const threshold = Number(run.settings.threshold)
  const whose = `${who === 'you' ? 'your' : typeof who === 'number' ? `${personName(who)}’s` : 'the link’s'} ratings`
  const told =
    known === 0 ? `None of ${whose} is known yet` : `${count(known)} of ${whose} ${known === 1 ? 'is' : 'are'} known`
  return (
    <section className={styles.who} aria-labelledby="who-answers">
      <h2 id="who-answers" className={styles.heading}>
        {by === 'main' ? names.main : names.fallback} answers
      </h2>
      <p>
        {told}:{' '}
        {by === 'main'
          ? `${names.main} answers from ${threshold} on.`
          : known < threshold
            ? `${names.main} waits for ${threshold}.`
            : `${names.main} has its turn, but none of them counts as liked, so they tell it nothing.`}
      </p>
    </section>
  )
}
