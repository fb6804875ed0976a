import { useMemo } from 'react'
import { IndexGraph } from './chart/index-graph.tsx'
import { StageFlow } from './chart/stage-flow.tsx'
import { titleOf } from '../../format/names.ts'
import { NothingKnown, reasonOf } from '../shared/lesson/nothing-known.tsx'
import { count, percent } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'
import pictures from '../shared/lesson/two-pictures.module.css'
import styles from './pipeline.module.css'
import { graphOf, recallOf, searchOf, type Graph, type Search } from './search.ts'
import { stageTimesOf, useMeasurements } from './measurements.ts'
import { batchInWords, stagesInWords } from './stages.ts'

export function Visual(props: SystemProps) {
  const { view } = props
  const search = useMemo(() => searchOf(view.snapshot), [view.snapshot])
  const graph = useMemo(() => graphOf(view.snapshot), [view.snapshot])
  return (
    <div className={styles.fit}>
      {graph ? <Way {...props} graph={graph} search={search} /> : <Exact {...props} search={search} />}
      {search && <Stages search={search} run={props.run} />}
    </div>
  )
}

/** What each stage hands on; how long it takes, once that is asked. */
function Stages({ search, run }: Pick<SystemProps, 'run'> & { readonly search: Search }) {
  const measurements = useMeasurements(run, 'pipeline:stages')
  const { busy, progress, failed } = measurements
  const measured = measurements.of(undefined)
  const times = measured && stageTimesOf(measured)
  return (
    <section aria-label="The stages">
      <StageFlow
        title="From the catalogue to the list"
        stages={stagesInWords(search, times, Number(run.settings.lambda))}
      />
      <div className={styles.measure}>
        {times ? (
          <p>{batchInWords(times)}</p>
        ) : (
          <button type="button" onClick={busy ? measurements.stop : () => measurements.measure(undefined)}>
            {busy ? 'Stop' : 'Time the stages for a batch of people'}
          </button>
        )}
        <span role="status">
          {failed ?? (busy && progress ? `${progress.what}: ${count(progress.done)} of ${count(progress.total)}` : '')}
        </span>
      </div>
    </section>
  )
}

const nothingSearched = 'there is nothing to search for'

function Way(props: SystemProps & { readonly graph: Graph; readonly search: Search | undefined }) {
  const { info, who, shown, pinned, onPreview, onPin, graph, search } = props
  const node = (selection: SystemProps['shown']) =>
    selection?.kind === 'item' ? graph.nodeOf.get(selection.id) : undefined
  const select = (at: number | undefined) =>
    at === undefined ? undefined : ({ kind: 'item', id: graph.items[at]! } as const)
  const hops = useMemo(() => search?.hops ?? [], [search])
  const found = useMemo(() => (search?.retrieved ?? []).map((item) => graph.nodeOf.get(item)!), [search, graph])
  const nameOf = useMemo(() => (at: number) => titleOf(info, graph.items[at]!), [info, graph])
  return (
    <IndexGraph
      title={search ? 'The search, hop by hop' : 'The graph that is searched'}
      layers={graph.layers}
      query={search?.query}
      yours={typeof who !== 'number'}
      hops={hops}
      found={found}
      nameOf={nameOf}
      shown={node(shown)}
      pinned={node(pinned)}
      onPreview={(at) => onPreview(select(at))}
      onPin={(at) => onPin(select(at))}
      caption={search ? whereItIs(search, userLabel(who)) : `${reasonOf(who)}, so ${nothingSearched}.`}
    />
  )
}

/** How far the search is, and how much of what an exact one finds it has found. */
function whereItIs(search: Search, whom: string): string {
  const { hops, compared, items, ended } = search
  const made = ended ? `The search ended at hop ${count(hops.length)}` : `Hop ${count(hops.length)}`
  return `For ${whom}. ${made}: ${count(compared)} of ${count(items)} films compared, ${percent(recallOf(search))} of what an exact search finds is found. In layer 0 the links to each film’s two nearest are drawn.`
}

/** Without a graph there is no way to draw: every film is compared. */
function Exact(props: SystemProps & { readonly search: Search | undefined }) {
  const { search } = props
  if (!search) return <NothingKnown {...props} so={nothingSearched} />
  return (
    <div className={pictures.empty}>
      <p>
        Exact search: {count(search.compared)} of {count(search.items)} films compared, one after another.
      </p>
    </div>
  )
}
