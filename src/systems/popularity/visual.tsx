import { useMemo } from 'react'
import { LongTail } from './chart/long-tail.tsx'
import { viewersMeasure, type TailMeasure } from './chart/tail-shape.ts'
import type { DatasetInfo } from '../../../workers/lab/api.ts'
import { useApp } from '../../state/store.ts'
import { fixed, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { listLength, useExposures } from './exposures.ts'
import { OverlayChips, useDrawn } from './overlay-chips.tsx'
import styles from './popularity.module.css'

const measures: Readonly<Record<string, TailMeasure>> = {
  count: viewersMeasure,
  mean: {
    noun: 'Mean stars',
    name: 'mean stars, damped',
    unit: 'bars: mean stars; lines: people',
    words: (stars) => (stars > 0 ? `${fixed(stars, 2)} stars` : 'no stars yet'),
  },
  recent: {
    noun: 'Recent viewers',
    name: 'recent viewers',
    unit: 'people, by film',
    words: (viewers) => `${significant(viewers)} recent viewers`,
  },
}

function useMeasure(by: string, { low, high }: DatasetInfo['scale']): TailMeasure {
  return useMemo(() => {
    const measure = measures[by] ?? viewersMeasure
    return by === 'mean' ? { ...measure, axis: [Math.floor(low), high] } : measure
  }, [by, low, high])
}

export function Visual({ view, info, run, ratings, shown, onPreview, onPin }: SystemProps) {
  const by = String(run.settings.by)
  const { counts, scores } = view.snapshot ?? {}
  const measure = useMeasure(by, info.scale)
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const final = useApp((state) => state.reference?.view.snapshot?.counts)
  const fame = final instanceof Uint32Array && final.length === info.viewers.length ? final : info.viewers
  const order = useMemo(() => Uint32Array.from(fame.keys()).sort((a, b) => fame[b]! - fame[a]! || a - b), [fame])
  const most = useMemo(() => fame.reduce((high, viewers) => Math.max(high, viewers), 0), [fame])
  const yours = useMemo(() => ratings.map(({ item }) => item), [ratings])
  const [drawn, toggle] = useDrawn()
  const { overlays, working } = useExposures(drawn)
  if (!(counts instanceof Uint32Array) || !(scores instanceof Float64Array)) return null
  return (
    <div className={styles.fit}>
      <LongTail
        counts={by === 'count' ? counts : scores}
        measure={measure}
        titles={titles}
        order={order}
        overlays={overlays}
        choice={<OverlayChips drawn={drawn} working={working} onToggle={toggle} />}
        yours={yours}
        most={most}
        selected={shown?.kind === 'item' ? shown.id : undefined}
        onPreview={(item) => onPreview(item === undefined ? undefined : { kind: 'item', id: item })}
        onPin={(item) => onPin(item === undefined ? undefined : { kind: 'item', id: item })}
        caption={captionOf(by, view.step < view.steps)}
      />
    </div>
  )
}

const bars: Readonly<Record<string, string>> = {
  count: 'who rated them',
  mean: 'their damped mean stars, at the right',
  recent: 'who rated them, each counting half for every half-life of age',
}

const captionOf = (by: string, soFar: boolean) =>
  `Films in order of fame. Filled: ${bars[by]}${soFar ? ', so far' : ''}. Lines: in how many people’s top ${listLength} each system puts them, fully trained.`
