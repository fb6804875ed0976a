import { useMemo } from 'react'
import { ShareBars } from '../../charts/share-bars.tsx'
import type { SystemPage, SystemProps } from '../system.ts'
import pictures from '../two-pictures.module.css'
import { whomOf } from '../whom.ts'
import { Lesson } from './lesson.tsx'
import { leaningOf, sharesOf } from './shares.ts'

export const system: SystemPage = {
  Visual,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/wide-deep/model.ts'),
}

function Visual({ view, info, who, shown, onPreview, onPin }: SystemProps) {
  const shares = useMemo(() => sharesOf(view.snapshot, info), [view.snapshot, info])
  if (!shares)
    return (
      <div className={pictures.empty}>
        <p>
          Nothing is known of anybody here. Rate one film, or choose a person, and every film of the list shows how much
          of it is memory and how much generalisation.
        </p>
      </div>
    )
  const { rows, listed } = shares
  const select = (id: number | undefined) => (id === undefined ? undefined : ({ kind: 'item', id } as const))
  return (
    <ShareBars
      {...{ rows, listed }}
      title={`Memory or generalisation, for ${whomOf(who)}`}
      first="wide: memorised"
      second="deep: generalised"
      zero="what it says of a film on average"
      shown={shown?.kind === 'item' ? shown.id : view.why?.item}
      caption={`How far each half lifts a film above the average film; both together are its lead in the score. ${leaningOf(rows.slice(0, listed))}`}
      onPreview={(id) => onPreview(select(id))}
      onPin={(id) => onPin(select(id))}
    />
  )
}
