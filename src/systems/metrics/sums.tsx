import { useMemo } from 'react'
import { actions } from '../../state/session.ts'
import { useApp } from '../../state/store.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { UserPicker } from '../shared/lesson/user-picker.tsx'
import { readJudgedList, sumInFocus } from './judged-list.ts'
import { sumInWords } from './terms-in-words.ts'
import styles from './sums.module.css'

/** Every metric of the list as the sum it is; one is looked at, rank by rank. */
export function Sums({ view, run }: SystemProps) {
  const list = useMemo(() => readJudgedList(view, run), [view, run])
  const metric = useApp(({ experiment }) => experiment.metric)
  return (
    <>
      <section aria-labelledby="whose">
        <h2 id="whose">Whose list</h2>
        <UserPicker />
      </section>
      {list && (
        <section aria-labelledby="worth">
          <h2 id="worth">What it is worth</h2>
          <p className={styles.note}>
            {list.ranks < list.items.length
              ? `After ${list.ranks} of ${list.items.length} ranks. Choose one to see it rank by rank.`
              : 'Choose one to see it rank by rank.'}
          </p>
          <ul className={styles.sums}>
            {list.sums.map((sum) => (
              <li key={sum.id}>
                <button
                  type="button"
                  className={styles.sum}
                  aria-pressed={sum === sumInFocus(list, metric)}
                  onClick={() => actions.lookAt(sum.id)}
                >
                  <span>{sum.name}</span>
                  <b>{list.relevant > 0 ? fixed(sum.value, 3) : '–'}</b>
                  <small>
                    {list.relevant > 0
                      ? sumInWords(sum, list.ranks)
                      : 'nothing is known to be good: not to be measured'}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
