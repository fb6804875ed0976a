import { useMemo, useState } from 'react'
import { MergeFlow } from './chart/merge-flow.tsx'
import { Segmented } from '../../controls/segmented.tsx'
import { WeightSlider } from '../../controls/weight-slider.tsx'
import { settingsOf, withSetting } from '../../state/experiment.ts'
import { player } from '../../state/session.ts'
import { store, useApp } from '../../state/store.ts'
import { fixed } from '../../format/numbers.ts'
import { NothingKnown } from '../shared/lesson/nothing-known.tsx'
import type { SystemProps } from '../system.ts'
import styles from './hybrid.module.css'
import { listsOf, type Slot } from './lists.ts'
import { verdict } from './verdict.ts'

const format = (value: number) => fixed(value, 2)

const scales = [
  { value: 'min-max', label: '0 to 1' },
  { value: 'z', label: 'z' },
  { value: 'rank', label: 'Rank' },
  { value: 'raw', label: 'Raw' },
] as const

export function Visual(props: SystemProps) {
  const { view, run, info, shown, pinned, onPreview, onPin } = props
  const { weights, draft, weigh } = useWeights()
  const lists = useMemo(
    () => listsOf(view.snapshot, run.settings, { ...weights, ...draft }),
    [view.snapshot, run.settings, weights, draft],
  )
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  if (!lists) return <NothingKnown {...props} so="no part makes a list" />
  const item = (selection: SystemProps['shown']) => (selection?.kind === 'item' ? selection.id : undefined)
  const select = (id: number | undefined) => (id === undefined ? undefined : ({ kind: 'item', id } as const))
  return (
    <div className={styles.fit}>
      <MergeFlow
        title="Lists flowing into one"
        lists={lists}
        titles={titles}
        shown={item(shown)}
        pinned={item(pinned)}
        heads={lists.map(({ slot, name }) => (
          <WeightSlider
            key={slot}
            name={name}
            value={Number(weights[`${slot}Weight`])}
            onChange={(value, how) => weigh(slot, value, how)}
          />
        ))}
        middle={<Scale />}
        caption={verdict(lists, String(run.settings.normalisation))}
        format={format}
        onPreview={(id) => onPreview(select(id))}
        onPin={(id) => onPin(select(id))}
      />
    </div>
  )
}

/** The normalisation, as a switch. */
function Scale() {
  const chosen = useApp(({ experiment }) => String(settingsOf(experiment, 'hybrid').normalisation))
  return (
    <Segmented
      name="One scale by"
      options={scales}
      value={chosen as (typeof scales)[number]['value']}
      onPick={(value) => player.change(withSetting(store.getState().experiment, 'normalisation', value))}
    />
  )
}

/** The weights as they are set, and as they are while one is being moved. */
function useWeights() {
  const experiment = useApp((state) => state.experiment)
  const weights = useMemo(() => settingsOf(experiment, 'hybrid'), [experiment])
  const [draft, setDraft] = useState<Readonly<Record<string, number>>>()
  const weigh = (slot: Slot, value: number, { final }: { final: boolean }) => {
    const id = `${slot}Weight`
    setDraft(final ? undefined : { [id]: value })
    if (final && value !== weights[id]) player.change(withSetting(store.getState().experiment, id, value))
  }
  return { weights, draft, weigh }
}
