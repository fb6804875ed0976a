import { useMemo } from 'react'
import { FactorMap } from './chart/factor-map.tsx'
import type { Selection } from '../../state/experiment.ts'
import { personName } from '../../format/names.ts'
import { percent } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'

/**
 * Half the side of the map, where mean squared lengths are 1: the fewer the factors, the more of a length two axes hold.
 * A function of the settings, so that no step rescales the picture.
 */
const usualExtent = (factors: number) => 1.5 + 1.8 / factors

const famousFilms = 14

export function Visual({ view, run, info, who, ratings, shown, onPreview, onPin }: SystemProps) {
  const { people, items, share, extent, you } = view.snapshot ?? {}
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const famous = useMemo(() => famousFirst(info.viewers).slice(0, famousFilms), [info])
  const recommended = useMemo(() => view.list?.slice(0, 5).map(({ item }) => item) ?? [], [view.list])
  const labelled = useMemo(
    () => [...new Set([...recommended, ...ratings.map(({ item }) => item).slice(0, 6), ...famous])],
    [recommended, ratings, famous],
  )
  if (!(people instanceof Float32Array) || !(items instanceof Float32Array)) return null
  const point = you instanceof Float32Array ? { x: you[0]!, y: you[1]! } : undefined
  const yours = typeof who !== 'number'
  const selected = shown && shown.kind !== 'pair' ? shown : typeof who === 'number' ? personSelection(who) : undefined
  return (
    <FactorMap
      people={people}
      items={items}
      extent={typeof extent === 'number' ? extent : usualExtent(Number(run.settings.factors))}
      {...(point && yours ? { you: point } : {})}
      {...(point ? { direction: unit(point) } : {})}
      directionIsYours={yours}
      titles={titles}
      labelled={labelled}
      recommended={recommended}
      {...(selected ? { selected } : {})}
      onPreview={onPreview}
      onPin={onPin}
      caption={captionOf(typeof share === 'number' ? share : 0, point ? who : undefined)}
    />
  )
}

const personSelection = (id: number): Selection & { kind: 'person' } => ({ kind: 'person', id })

function captionOf(share: number, who: SystemProps['who'] | undefined): string {
  const whose = typeof who === 'number' ? `${personName(who)}’s` : who === 'you' ? 'your' : 'that person’s'
  const direction = who === undefined ? 'a person’s direction' : `${whose} direction (dotted)`
  return `These two axes hold ${percent(share)} of the factors. A score is length along ${direction}, not nearness.`
}

function unit({ x, y }: { x: number; y: number }) {
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

const famousFirst = (viewers: Uint32Array) =>
  Array.from(viewers.keys()).sort((a, b) => viewers[b]! - viewers[a]! || a - b)
