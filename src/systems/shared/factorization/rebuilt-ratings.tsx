import { useEffect, useMemo, useState } from 'react'
import { algorithms } from '../../../../workers/algorithms/catalog.ts'
import { lab } from '../../../bridge.ts'
import { RatingPatch } from './chart/rating-patch.tsx'
import type { FactoredPatch } from './chart/patch-rebuild.ts'
import { Segmented } from '../../../controls/segmented.tsx'
import { runOf, specOf } from '../../../state/experiment.ts'
import { whoAsked } from '../../../state/questions.ts'
import { useApp } from '../../../state/store.ts'
import type { Snapshot } from '../../../../workers/contract/system.ts'
import type { ViewRequest } from '../../../../workers/lab/api.ts'
import { personName } from '../../../format/names.ts'
import type { SystemProps } from '../../system.ts'
import { userLabel } from '../../user-label.ts'

/** A patch of the ratings rebuilt at any rank, by this or the other system that does, without training anew. */
export function RebuiltRatings(props: SystemProps) {
  const { view, run } = props
  const other = otherThan(run.algorithm)
  const otherView = useOther(other)
  const own = useMemo(() => patchOf(view.snapshot), [view.snapshot])
  const beside = useMemo(() => samePatch(own, patchOf(otherView)), [own, otherView])
  if (!own) return null
  return <Rebuilt {...props} own={{ id: run.algorithm, patch: own }} other={{ id: other, patch: beside }} />
}

const otherThan = (own: string) =>
  algorithms.find(({ spec: { id, rebuildsRatings } }) => rebuildsRatings && id !== own)!.spec.id

interface RebuiltProps extends SystemProps {
  readonly own: { readonly id: string; readonly patch: FactoredPatch }
  /** without a patch while it is on its way */
  readonly other: { readonly id: string; readonly patch: FactoredPatch | undefined }
}

function Rebuilt({ own, other, run, info, who, shown, onPin }: RebuiltProps) {
  const [drawn, setDrawn] = useState(own.id)
  const [chosen, setChosen] = useState<number>()
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const names = useMemo(() => namesOf(own.patch, info.people, who), [own.patch, info, who])
  const mine = { name: specOf(own.id).shortName, patch: own.patch }
  const theirs = other.patch && { name: specOf(other.id).shortName, patch: other.patch }
  const now = drawn === other.id && theirs ? theirs : mine
  const most = now.patch.spectrum.length
  const from = leftOutBelow(run)
  const caption = useMemo(() => captionOf(own.patch, info, who, from), [own.patch, info, who, from])
  return (
    <RatingPatch
      drawn={now}
      beside={now === mine ? theirs : mine}
      peopleNames={names}
      titles={titles}
      domain={[0, info.scale.high]}
      rank={Math.min(chosen ?? most, most)}
      onRank={setChosen}
      choice={
        <Segmented
          name="Rebuilt by"
          options={[own.id, other.id].map((id) => ({
            value: id,
            label: `by ${specOf(id).shortName}`,
            disabled: id === other.id && !theirs,
          }))}
          value={now === mine ? own.id : other.id}
          onPick={setDrawn}
        />
      }
      countedFrom={from}
      selected={shown?.kind === 'item' ? shown.id : undefined}
      onPin={(item) => onPin(item === undefined ? undefined : { kind: 'item', id: item })}
      caption={caption}
    />
  )
}

const namesOf = ({ people }: FactoredPatch, known: number, who: SystemProps['who']) =>
  Array.from(people, (id) => (id < known ? personName(id) : nameOfNew(who)))

const whose = (who: SystemProps['who']) => (who === 'link' ? 'the link’s ratings' : userLabel(who))
const nameOfNew = (who: SystemProps['who']) => (who === 'you' ? 'You' : 'From the link')

/** Pure SVD without a centre takes stars below this for not watched. */
function leftOutBelow({ settings }: SystemProps['run']): number {
  return settings.centre === 'none' ? Number(settings.likedFrom) : 0
}

function captionOf(
  { people, items }: FactoredPatch,
  info: SystemProps['info'],
  who: SystemProps['who'],
  from: number,
): string {
  const first = people[0]
  const own = first !== undefined && (first >= info.people || first === who) ? `${whose(who)}, then ` : ''
  const part = people.length < info.people || items.length < info.items.length
  const which = part
    ? `Down: ${own}the most active people. Across: the most rated films.`
    : 'Down: all people. Across: all films.'
  return from > 0 ? `${which} Under ${from} ★ is 0.` : which
}

/** The other system after a full run with its settings as they are, for the same person. */
function useOther(other: string): Snapshot | undefined {
  const ready = useApp(
    ({ playback, pages, experiment }) => !playback.playing && pages[experiment.system]?.view !== undefined,
  )
  const question = useApp((state) =>
    JSON.stringify([runOf(state.experiment, other), whoAsked(state), state.devicePreference]),
  )
  const [answer, setAnswer] = useState<Snapshot>()
  useEffect(() => {
    if (!ready) return
    let current = true
    const [run, who] = JSON.parse(question) as [ViewRequest['run'], ViewRequest['who']]
    lab
      .view({ run, slot: 'other', step: 'last', who, n: 1, snapshot: { fromRow: 0 }, evaluate: false })
      .then(({ snapshot }) => current && setAnswer(snapshot))
      .catch(() => undefined) // the page stands without what it is read beside
    return () => {
      current = false
    }
  }, [question, ready])
  return answer
}

/** A snapshot of either as the chart takes it. */
function patchOf(snapshot: Snapshot | undefined): FactoredPatch | undefined {
  const { people, items, ratings, base, personFactors, itemFactors, spectrum, whole } = snapshot ?? {}
  if (!(people instanceof Uint32Array) || !(items instanceof Uint32Array)) return undefined
  if (!(ratings instanceof Float32Array) || !(base instanceof Float32Array)) return undefined
  if (!(personFactors instanceof Float32Array) || !(itemFactors instanceof Float32Array)) return undefined
  if (!(spectrum instanceof Float32Array)) return undefined
  const all = typeof whole === 'number' ? { whole } : {}
  return { people, items, ratings, base, personFactors, itemFactors, spectrum, ...all }
}

/** The other patch, where it is of the same people and films: while someone else is on their way it is not. */
function samePatch(own: FactoredPatch | undefined, other: FactoredPatch | undefined): FactoredPatch | undefined {
  if (!own || !other) return undefined
  const same = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    a.length === b.length && Array.from(a).every((id, place) => id === b[place])
  return same(own.people, other.people) && same(own.items, other.items) ? other : undefined
}
