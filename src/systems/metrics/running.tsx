import { useMemo } from 'react'
import { LineChart } from '../../charts/line/line-chart.tsx'
import { useApp } from '../../state/store.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { nameOfJudged, readJudgedList, sumInFocus } from './judged-list.ts'
import { SystemsTable } from './systems-table.tsx'
import styles from './running.module.css'

const pointsOf = (running: Float64Array) => Array.from(running, (y, x) => ({ x, y }))
const digits = (value: number) => fixed(value, 2)

/** The metric that is looked at, after each rank; and every system beside, by what a single list cannot show. */
export function Running(props: SystemProps) {
  const { view, run } = props
  const metric = useApp(({ experiment }) => experiment.metric)
  const chart = useMemo(() => chartOf(view, run, metric), [view, run, metric])
  return (
    <section className={styles.running} aria-label="How it adds up">
      {chart && <LineChart {...chart} />}
      <SystemsTable {...props} />
    </section>
  )
}

function chartOf(view: SystemProps['view'], run: SystemProps['run'], metric: string | undefined) {
  const list = readJudgedList(view, run)
  if (!list) return undefined
  const { name, running, own } = sumInFocus(list, metric)
  const same = running.every((value, rank) => value === own[rank])
  return {
    title: name,
    unit: 'of the first ranks',
    series: [
      ...(same ? [] : [{ name: `as ${nameOfJudged(run)} had it`, points: pointsOf(own), style: 'before' as const }]),
      { name: 'this list', points: pointsOf(running), style: 'now' as const },
    ],
    x: { label: 'ranks', low: 0, high: list.items.length },
    y: { low: 0, high: 1 },
    playhead: list.ranks,
    format: digits,
  }
}
