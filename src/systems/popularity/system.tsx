import { Fragment, useEffect, useMemo, useState } from 'react'
import { lab } from '../../bridge.ts'
import { LongTail } from '../../charts/long-tail.tsx'
import type { Exposure, RunRequest } from '../../../workers/lab-api.ts'
import { runKey, runOf, specOf, specs } from '../../state/experiment.ts'
import { useApp } from '../../state/store.ts'
import { Formula, Sum, Symbol, Term } from '../formula.tsx'
import { titleOf } from '../names.ts'
import { count } from '../numbers.ts'
import type { SystemPage, SystemProps } from '../system.ts'

export const system: SystemPage = {
  Visual,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/popularity/popularity.ts'),
}

const listLength = 10

function Visual({ view, info, ratings, shown, onPreview, onPin }: SystemProps) {
  const counts = view.snapshot?.counts
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const final = useApp((state) => state.beside?.view.snapshot?.counts)
  const fame = final instanceof Uint32Array && final.length === info.viewers.length ? final : info.viewers
  const order = useMemo(() => Uint32Array.from(fame.keys()).sort((a, b) => fame[b]! - fame[a]! || a - b), [fame])
  const most = useMemo(() => Math.max(...fame), [fame])
  const yours = useMemo(() => ratings.map(({ item }) => item), [ratings])
  const overlays = useExposures()
  if (!(counts instanceof Uint32Array)) return null
  return (
    <LongTail
      counts={counts}
      titles={titles}
      order={order}
      overlays={overlays}
      yours={yours}
      most={most}
      selected={shown?.kind === 'item' ? shown.id : undefined}
      onPreview={(item) => onPreview(item === undefined ? undefined : { kind: 'item', id: item })}
      onPin={(item) => onPin(item === undefined ? undefined : { kind: 'item', id: item })}
      caption={`Films in order of fame. Filled: who rated them${view.step < view.steps ? ' so far' : ''}. Lines: in how many people’s top ${listLength} each system puts them, fully trained.`}
    />
  )
}

/** What every system recommends, with its settings as they are; one after the other, as they come in. */
function useExposures() {
  const experiment = useApp((state) => state.experiment)
  const ready = useApp((state) => !state.playback.playing && state.pages.popularity?.view !== undefined)
  const runs = specs.filter(({ judges }) => !judges).map(({ id }) => runOf(experiment, id))
  const question = JSON.stringify(runs)
  const [exposures, setExposures] = useState<ReadonlyMap<string, Exposure>>(new Map())
  useEffect(() => {
    if (!ready) return
    let current = true
    void (async () => {
      for (const run of JSON.parse(question) as RunRequest[]) {
        const exposure = await lab.exposure(run, listLength)
        if (!current) return
        setExposures((known) => new Map(known).set(runKey(run), exposure))
      }
    })().catch(() => undefined) // the tail stands without a line that could not be drawn
    return () => {
      current = false
    }
  }, [question, ready])
  return useMemo(
    () =>
      (JSON.parse(question) as RunRequest[]).flatMap((run) => {
        const exposure = exposures.get(runKey(run))
        return exposure
          ? [{ name: specOf(run.algorithm).shortName, times: exposure.times, people: exposure.people }]
          : []
      }),
    [exposures, question],
  )
}

function Lesson({ view, info, run }: SystemProps) {
  const from = Number(run.settings.likedFrom)
  const item = view.why?.item
  const amounts = view.why?.explanation.contributions.map(({ amount }) => amount) ?? []
  return (
    <>
      <p>
        A film’s score is how many <Term of="person">people</Term> watched it
        {from > 0 ? `, counting ratings of ${from} stars or more` : ''}. Everybody gets the same list, less what they
        have rated, so a count can never find the film that only you would love. It still ranks better than chance by a
        wide margin, because what many chose many more will choose: a system that cannot beat it has learned nothing
        about anybody.
      </p>
      <Formula says="The score of a film is a count of people">
        <mtext>score</mtext>
        <mo>(</mo>
        <Symbol of="film">i</Symbol>
        <mo>)</mo>
        <mo>=</mo>
        <Sum over={<Symbol of="person">u</Symbol>} />
        <mo>[</mo>
        <msub>
          <mi>r</mi>
          <mrow>
            <Symbol of="person">u</Symbol>
            <Symbol of="film">i</Symbol>
          </mrow>
        </msub>
        {from > 0 ? (
          <>
            <mo>≥</mo>
            <mn>{from}</mn>
          </>
        ) : (
          <mtext> is known</mtext>
        )}
        <mo>]</mo>
      </Formula>
      {item !== undefined && amounts.length > 0 && (
        <Formula says={`The score of ${titleOf(info, item)}, by stars`}>
          <mtext>score</mtext>
          <mo>(</mo>
          <mtext className="film">{titleOf(info, item)}</mtext>
          <mo>)</mo>
          <mo>=</mo>
          {amounts.map((amount, place) => (
            <Fragment key={place}>
              {place > 0 && <mo>+</mo>}
              <mn>{count(amount)}</mn>
            </Fragment>
          ))}
          <mo>=</mo>
          <mn>{count(view.why?.explanation.score ?? 0)}</mn>
        </Formula>
      )}
    </>
  )
}
