import { useCallback, useMemo } from 'react'
import { BumpChart } from './chart/bump-chart.tsx'
import { Frontier } from './chart/frontier.tsx'
import { PicksMap } from './chart/picks-map.tsx'
import { BetweenSlider } from '../../controls/between-slider.tsx'
import { titleOf } from '../../format/names.ts'
import { NothingKnown } from '../shared/lesson/nothing-known.tsx'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { useLambda } from './lambda.ts'
import styles from './mmr.module.css'
import { pictureOf } from './picture.ts'

const format = (value: number) => fixed(value, 2)

/** The candidates, and the list that this λ makes of them. */
function useList({ view, info }: SystemProps) {
  const { set, shown, move } = useLambda()
  const picture = useMemo(() => pictureOf(view.snapshot), [view.snapshot])
  // A λ that was set a moment ago may not be among those that the picture knows yet.
  const lambda = picture?.lambdas.includes(shown) ? shown : undefined
  const after = useMemo(
    () => (picture && lambda !== undefined ? picture.picks(lambda).map(({ place }) => place) : []),
    [picture, lambda],
  )
  const title = useCallback((item: number) => titleOf(info, item), [info])
  return { set, move, picture, lambda, after, title }
}

export function Visual(props: SystemProps) {
  const { view, shown, pinned, onPreview, onPin } = props
  const { set, move, picture, after, title } = useList(props)
  if (!picture) return <NothingKnown {...props} so="there are no candidates to pick from" />
  const item = (selection: SystemProps['shown']) => (selection?.kind === 'item' ? selection.id : undefined)
  const select = (id: number | undefined) => (id === undefined ? undefined : ({ kind: 'item', id } as const))
  return (
    <div className={styles.fit}>
      <BetweenSlider
        name="Relevance against variety"
        left="variety"
        right="relevance"
        symbol="λ"
        ladder={picture.lambdas}
        value={set}
        text={format}
        onChange={move}
      />
      <BumpChart
        title="From relevance order to the list you would show"
        names={{ before: 'by relevance', after: 'as picked' }}
        before={picture.items}
        after={after}
        known={view.step}
        titleOf={title}
        shown={item(shown)}
        pinned={item(pinned)}
        onPreview={(id) => onPreview(select(id))}
        onPin={(id) => onPin(select(id))}
      />
    </div>
  )
}

/** What λ trades, and where the picks are among the candidates. */
export function TradeOff(props: SystemProps) {
  const { view, shown } = props
  const { picture, lambda, after, title } = useList(props)
  const points = useMemo(
    () => picture?.lambdas.map((at, index) => ({ at, x: picture.variety[index]!, y: picture.relevance[index]! })) ?? [],
    [picture],
  )
  const picks = useMemo(() => after.slice(0, view.step), [after, view.step])
  const titleAt = useCallback((place: number) => title(picture?.items[place] ?? 0), [title, picture])
  if (!picture) return null
  const looked = shown?.kind === 'item' ? picture.items.indexOf(shown.id) : undefined
  return (
    <section className={styles.tradeOff} aria-label="What it trades">
      {lambda !== undefined && (
        <Frontier
          title="What λ trades"
          symbol="λ"
          x="variety"
          y="relevance"
          points={points}
          now={lambda}
          format={format}
        />
      )}
      <PicksMap
        title="Picks, in order, on the map"
        places={picture.map}
        picks={picks}
        titleOf={titleAt}
        shown={looked}
      />
    </section>
  )
}
