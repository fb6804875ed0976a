import { useMemo } from 'react'
import { AngleFan } from './chart/angle-fan.tsx'
import { ProductBars } from '../shared/profile/chart/product-bars.tsx'
import { byWeight } from '../shared/profile/chart/product-rows.ts'
import { titleOf } from '../../format/names.ts'
import { NoProfile } from '../shared/profile/no-profile.tsx'
import { cosinesOf, filmShown, productRows, profileSpace, profileLabel } from '../shared/profile/profile-space.ts'
import type { SystemProps } from '../system.ts'
import pictures from '../shared/lesson/two-pictures.module.css'

export function Visual(props: SystemProps) {
  const { view, run, info, who, onPreview, onPin } = props
  const space = useMemo(() => profileSpace(view.snapshot), [view.snapshot])
  const cosines = useMemo(() => (space ? cosinesOf(space) : new Float32Array()), [space])
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const listed = useMemo(() => view.list?.slice(0, 5).map(({ item }) => item) ?? [], [view.list])
  const film = filmShown(props)
  const rows = useMemo(() => (space ? byWeight(productRows(space, film)) : []), [space, film])
  if (!space?.profile) return <NoProfile {...props} madeOf="the features of rated films" />
  const signed = run.settings.weights === 'centred'
  const [whose, yours] = [profileLabel(who), typeof who !== 'number']
  const select = (item: number | undefined) => (item === undefined ? undefined : ({ kind: 'item', id: item } as const))
  return (
    <div className={pictures.pair}>
      <ProductBars
        title={film === undefined ? 'The profile' : titleOf(info, film)}
        what="feature"
        film={film === undefined ? undefined : titleOf(info, film)}
        caption="Product by product, both sides brought to length 1; marked: what the film has."
        {...{ whose, yours, rows, signed }}
      />
      <AngleFan
        degrees={signed ? 180 : 90}
        recommended={listed}
        shown={film}
        onPreview={(item) => onPreview(select(item))}
        onPin={(item) => onPin(select(item))}
        caption={captionOf(
          film === undefined ? undefined : titleOf(info, film),
          film === undefined ? NaN : cosines[film]!,
        )}
        {...{ cosines, titles, whose, yours }}
      />
    </div>
  )
}

function captionOf(title: string | undefined, cosine: number | undefined): string {
  const marks = 'Spokes: how many films point each way. Squares: recommended.'
  if (title === undefined || cosine === undefined || !Number.isNaN(cosine)) return marks
  return `${title} has none of these features, so it points nowhere. ${marks}`
}
