import { actions } from '../../../state/session.ts'
import { ownRatings, useApp } from '../../../state/store.ts'
import { counted } from '../../../format/numbers.ts'
import styles from './linked-note.module.css'

/** Whose ratings stand here while there are a link's: that yours are untouched, and the way between the two. */
export function LinkedNote() {
  const linked = useApp(({ linked, experiment }) => (linked?.dataset === experiment.dataset ? linked : undefined))
  const who = useApp(({ experiment }) => experiment.who)
  const own = useApp((state) => ownRatings(state).length)
  if (!linked || linked.ratings.length + (linked.changed ? 1 : 0) === 0) return null
  if (who !== 'link')
    return (
      <p className={styles.note}>
        The link brought {counted(linked.ratings.length, 'rating', 'ratings')}.{' '}
        <button type="button" onClick={() => actions.show('link')}>
          Show the link’s
        </button>
      </p>
    )
  return (
    <p className={styles.note}>
      {linked.changed ? 'A copy of the link’s ratings, with your changes. ' : 'Changing one makes a copy. '}
      {own > 0 ? `Your own ${counted(own, 'rating', 'ratings')} are untouched.` : 'You have none of your own yet.'}{' '}
      <button type="button" onClick={() => actions.show('you')}>
        Use mine
      </button>
    </p>
  )
}
