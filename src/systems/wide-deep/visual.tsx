import { useMemo } from 'react'
import { ShareBars } from './chart/share-bars.tsx'
import { NothingKnown } from '../shared/lesson/nothing-known.tsx'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'
import { leaningOf, sharesOf } from './shares.ts'

export function Visual(props: SystemProps) {
  const { view, info, who, shown, onPreview, onPin } = props
  const shares = useMemo(() => sharesOf(view.snapshot, info), [view.snapshot, info])
  if (!shares) return <NothingKnown {...props} so="there is no list to split into memory and generalisation" />
  const { rows, listed } = shares
  const select = (id: number | undefined) => (id === undefined ? undefined : ({ kind: 'item', id } as const))
  return (
    <ShareBars
      {...{ rows, listed }}
      title={`Memory or generalisation, for ${userLabel(who)}`}
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
