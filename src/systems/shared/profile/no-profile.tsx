import { personName } from '../../../format/names.ts'
import type { SystemProps } from '../../system.ts'
import styles from '../lesson/two-pictures.module.css'

/** In place of a picture: why there is no profile to draw, and what makes one. */
export function NoProfile({ view, who, madeOf }: SystemProps & { readonly madeOf: string }) {
  return (
    <div className={styles.empty}>
      <p>{reason(view.step, who, madeOf)}</p>
    </div>
  )
}

function reason(step: number, who: SystemProps['who'], madeOf: string): string {
  if (step === 0) return `Nothing is read yet. Press play, and ${madeOf} add up to a profile.`
  if (typeof who === 'number')
    return `Nothing is known of what ${personName(who)} rated by this step, so there is no profile.`
  return `These ratings say nothing by this step: ${madeOf} are not known, or they cancel out.`
}
