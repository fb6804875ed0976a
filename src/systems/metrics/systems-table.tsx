import { useEffect, useRef, useState } from 'react'
import { algorithmOptions, tunedAsComponent } from '../../../workers/algorithms/catalog.ts'
import { goodFrom } from '../../../workers/evaluation/metrics/spec.ts'
import type { Judged, JudgedBy, Progress, RunRequest } from '../../../workers/lab/api.ts'
import { lab } from '../../bridge.ts'
import { runKey } from '../../state/experiment.ts'
import { useApp } from '../../state/store.ts'
import { count, fixed, percent, signed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './systems-table.module.css'

/** Kept while the visit lasts, by run and by what it was judged by. */
const known = new Map<string, Judged | string>()

interface Column {
  readonly name: string
  readonly says: string
  readonly of: (judged: Judged, k: number) => string
}

const valueOf = ({ metrics }: Judged, name: string, format: (value: number) => string) =>
  metrics[name] ? format(metrics[name].value) : '–'
const two = (value: number) => fixed(value, 2)

const columns: readonly Column[] = [
  {
    name: 'NDCG',
    says: 'how early the held-out films come, 1 at best',
    of: (judged, k) => valueOf(judged, `ndcg@${k}`, two),
  },
  {
    name: 'Coverage',
    says: 'the share of all films that is in anybody’s list',
    of: ({ coverage }) => percent(coverage),
  },
  {
    name: 'Novelty',
    says: 'in bits: 0 for a film that everybody rated, one more for every halving of its audience. A system that guesses is very novel',
    of: (judged, k) => valueOf(judged, `novelty@${k}`, two),
  },
  {
    name: 'Diversity',
    says: 'how unlike two films of one list are in genre and tone, 0 to 1. It does not ask whether variety is wanted',
    of: (judged, k) => valueOf(judged, `diversity@${k}`, two),
  },
  {
    name: 'Gini',
    says: 'how unevenly films are shown: 0 is all alike, near 1 is a few for everybody',
    of: ({ gini }) => two(gini),
  },
  {
    name: 'Bias',
    says: 'toward popular films: how many more people, in points of 100, rated what a list shows than what its person chose',
    of: (judged, k) => valueOf(judged, `popularity-bias@${k}`, (share) => signed(100 * share, 0)),
  },
]

/** All systems by the same held-out ratings, by what a single list cannot show; measured when asked for. */
export function SystemsTable({ run }: SystemProps) {
  const { rows, measure, stop, working } = useMeasured(run)
  const k = Number(run.settings.k)
  const people = rows.find(({ judged }) => typeof judged === 'object')?.judged as Judged | undefined
  const done = rows.filter(({ judged }) => judged !== undefined).length
  return (
    <section aria-labelledby="beyond" className={styles.beyond}>
      <h2 id="beyond">Beyond one list: every system</h2>
      {people ? (
        <>
          <Table {...{ rows, k, people }} />
          <dl>
            {columns.map(({ name, says }) => (
              <div key={name}>
                <dt>{name}:</dt>
                <dd>{says}.</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p>
          Lists can be right and all alike. All {rows.length} systems, trained with their tuned settings, on what was
          held out of everybody.
        </p>
      )}
      {done < rows.length && (
        <p>
          <button type="button" className={styles.measure} onClick={working ? stop : measure}>
            {working ? 'Stop' : people ? 'Measure the others' : 'Measure all systems'}
          </button>{' '}
          <span role="status">{statusOf(rows, done)}</span>
        </p>
      )}
    </section>
  )
}

/** "NCF: batch 40 of 210; 3 of 14 systems measured" */
function statusOf(rows: readonly RowMeasured[], done: number): string {
  const now = rows.find(({ progress }) => progress !== undefined)
  if (!now?.progress) return ''
  const { progress } = now
  const trained =
    progress === 'starting' ? 'starting' : `${progress.what} ${count(progress.done)} of ${count(progress.total)}`
  return `${now.name}: ${trained}; ${done} of ${rows.length} systems measured`
}

interface RowMeasured {
  readonly id: string
  readonly name: string
  /** words, where it went wrong */
  readonly judged: Judged | string | undefined
  /** of its training, while it is being measured */
  readonly progress: Progress | 'starting' | undefined
}

const slot = 'metrics:systems'

/** Trains and judges one system after another, each seen as it ends; what is known already is not asked again. */
function useMeasured({ dataset, seed, settings }: RunRequest) {
  const [working, setWorking] = useState<Working>()
  const turn = useRef(0)
  const device = useApp((state) => state.devicePreference)
  const by: JudgedBy = { k: Number(settings.k), relevantFrom: goodFrom(settings) }
  const runs = algorithmOptions.map(({ value, label }): { name: string; run: RunRequest; key: string } => {
    const run = { dataset, algorithm: value, settings: tunedAsComponent(value, settings), seed }
    return { name: label, run, key: JSON.stringify([runKey(run), by, device]) }
  })
  useEffect(
    () => () => {
      turn.current++
      void lab.cancel(slot)
    },
    [],
  )
  const measure = async () => {
    const mine = ++turn.current
    for (const { run, key } of runs) {
      if (typeof known.get(key) === 'object') continue
      setWorking({ key })
      const judged = await lab
        .judge(run, { ...by, slot }, (progress) => {
          if (mine === turn.current) setWorking({ key, progress })
        })
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      if (mine !== turn.current) return
      known.set(key, judged)
    }
    setWorking(undefined)
  }
  return {
    rows: runs.map(({ name, run, key }): RowMeasured => ({
      id: run.algorithm,
      name,
      judged: known.get(key),
      progress: working?.key === key ? (working.progress ?? 'starting') : undefined,
    })),
    working: working !== undefined,
    measure: () => void measure(),
    stop: () => {
      turn.current++
      setWorking(undefined)
      void lab.cancel(slot)
    },
  }
}

interface Working {
  readonly key: string
  readonly progress?: Progress
}

function Table({ rows, k, people }: { rows: readonly RowMeasured[]; k: number; people: Judged }) {
  return (
    <div className={styles.scroll} role="region" aria-label="Every system, measured" tabIndex={0}>
      <table>
        <caption>
          The first {k} of {count(people.people)} people’s lists
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, judged, progress }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {typeof judged === 'object' ? (
                columns.map((column) => <td key={column.name}>{column.of(judged, k)}</td>)
              ) : (
                <td colSpan={columns.length} className={styles.none}>
                  {judged ?? (progress === undefined ? 'not measured yet' : 'being measured')}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
