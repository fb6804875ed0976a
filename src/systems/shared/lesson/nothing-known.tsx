import type { SystemProps } from '../../system.ts'
import styles from './two-pictures.module.css'
import { userLabel } from '../../user-label.ts'

/** In place of a picture of somebody whose ratings tell the system nothing: why, and what there is not. */
export function NothingKnown({ view, who, so }: SystemProps & { readonly so: string }) {
  return (
    <div className={styles.empty}>
      <p>{view.step === 0 ? `Nothing is learned yet, so ${so}. Press play.` : `${reasonOf(who)}, so ${so}.`}</p>
    </div>
  )
}

export const reasonOf = (who: SystemProps['who']) =>
  typeof who === 'number'
    ? `Nothing that ${userLabel(who)} rated tells this system anything`
    : `None of ${who === 'you' ? 'your' : 'the link’s'} ratings counts as liked here`
