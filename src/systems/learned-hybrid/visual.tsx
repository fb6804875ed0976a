import { useMemo } from 'react'
import { LineChart } from '../../charts/line/line-chart.tsx'
import { WeightBands } from './chart/weight-bands.tsx'
import { specOf } from '../../state/experiment.ts'
import { count, listed, percent, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import pictures from '../shared/lesson/two-pictures.module.css'
import styles from './learned-hybrid.module.css'
import { momentsOf, partNames, type Moment } from './moments.ts'

const format = (loss: number) => significant(loss)

/** How the weights moved, and how well the blend and each part alone tell what was kept from all of them. */
export function Visual({ view, run }: SystemProps) {
  const moments = useMemo(() => momentsOf(view.snapshot, view.step), [view.snapshot, view.step])
  const names = useMemo(() => partNames(run.settings), [run.settings])
  const examples = Number(view.snapshot?.examples ?? 0)
  if (examples === 0)
    return (
      <div className={pictures.empty}>
        <p>There is nothing to learn the weights on, so {listed(names)} count alike.</p>
      </div>
    )
  return (
    <div className={styles.pair}>
      <WeightBands
        title="How far each part is trusted"
        names={names}
        moments={moments}
        steps={view.steps}
        step={specOf('learned-hybrid').step}
        format={percent}
        caption={captionOf(moments, names, examples)}
      />
      <LineChart
        title="Loss of each"
        unit={run.settings.loss === 'mse' ? 'stars², kept from the parts' : 'cross-entropy, kept from the parts'}
        series={[
          ...names.map((name, part) => ({
            name: `${name} alone`,
            points: moments.map(({ step, losses }) => ({ x: step, y: losses[1 + part]! })),
            style: 'before' as const,
          })),
          { name: 'blend', points: moments.map(({ step, losses }) => ({ x: step, y: losses[0]! })), style: 'now' },
        ]}
        x={{ label: specOf('learned-hybrid').step.many, low: 0, high: view.steps }}
        playhead={view.step}
        format={format}
      />
    </div>
  )
}

function captionOf(moments: readonly Moment[], names: readonly string[], examples: number): string {
  const now = moments.at(-1)
  if (!now) return ''
  const on = `Learned on ${count(examples)} examples that no part was trained on.`
  const low = names.filter((_, part) => now.shares[part]! < 0.1)
  return low.length === 0 ? on : `${on} Hardly heard: ${listed(low)}.`
}
