import { useEffect, useState } from 'react'
import { lab } from '../../bridge.ts'
import { tunedAsComponent } from '../../../workers/algorithms/catalog.ts'
import type { Estimate, RunRequest } from '../../../workers/lab/api.ts'
import { IntervalChart } from '../../charts/interval-chart.tsx'
import { specOf } from '../../state/experiment.ts'
import { pageOf, useApp } from '../../state/store.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './hybrid.module.css'
import { slots } from './lists.ts'

const metric = 'ndcg@10'
const format = (value: number) => fixed(value, 3)

/** In place of curves, of which something made in one go has none: how good the parts are alone, and together. */
export function Together({ run }: SystemProps) {
  const together = useApp((state) => pageOf(state).quality?.quality.metrics[metric])
  const alone = useAlone(run)
  const rows = [
    ...alone.map(({ name, ndcg }) => ({ name: `${name} alone`, estimate: ndcg })),
    { name: 'together', estimate: together, strong: true },
  ]
  return (
    <section className={styles.together} aria-label="How it is doing">
      <IntervalChart
        title="NDCG@10, alone and together"
        unit="held out, with the 95 % interval"
        rows={rows}
        high={0.8}
        format={format}
      />
    </section>
  )
}

interface Alone {
  readonly name: string
  readonly ndcg: Estimate | undefined
}

/** Every part's own held-out quality, one after another as they come. */
function useAlone(run: RunRequest): readonly Alone[] {
  const ids = slots.flatMap((slot) => (run.settings[slot] === 'none' ? [] : [String(run.settings[slot])]))
  const wanted = JSON.stringify([run.dataset, run.seed, run.settings.likedFrom, ids])
  const [found, setFound] = useState<{ readonly of: string; readonly ndcg: readonly Estimate[] }>()
  useEffect(() => {
    let current = true
    const [dataset, seed, likedFrom, ids] = JSON.parse(wanted) as [string, number, number, string[]]
    void (async () => {
      const ndcg: Estimate[] = []
      for (const id of ids) {
        const run = { dataset, algorithm: id, settings: tunedAsComponent(id, { likedFrom }), seed }
        const { metrics } = await lab.judge(run, { k: 10, relevantFrom: likedFrom })
        if (!current) return
        ndcg.push(metrics[metric]!)
        setFound({ of: wanted, ndcg: [...ndcg] })
      }
    })().catch(() => undefined) // the bars of what could not be judged stay empty
    return () => {
      current = false
    }
  }, [wanted])
  return ids.map((id, place) => ({
    name: specOf(id).shortName,
    ndcg: found?.of === wanted ? found.ndcg[place] : undefined,
  }))
}
