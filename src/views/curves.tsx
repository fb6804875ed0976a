import { useMemo } from 'react'
import { LineChart } from '../charts/line-chart.tsx'
import type { CurvePoint, View } from '../../workers/lab-api.ts'
import { specOf } from '../state/experiment.ts'
import { pageOf, useApp, type RunBefore } from '../state/store.ts'
import { fixed, significant } from '../systems/numbers.ts'
import styles from './learn.module.css'

/** NDCG rarely passes this; where a curve does, the axis is the whole of [0, 1]. */
const usualNdcg = 0.8

/** How it is doing: the training loss, where there is one, and held-out NDCG. */
export function Curves() {
  const view = useApp((state) => pageOf(state).view)
  const before = useApp((state) => pageOf(state).before)
  const system = useApp(({ experiment }) => experiment.system)
  const beside = useApp((state) => state.beside?.view)
  const { many } = specOf(system).step
  const loss = useMemo(() => view && lossCurve(view, before, many), [view, before, many])
  const ndcg = useMemo(
    () => view && ndcgCurve(view, before, system === 'popularity' ? undefined : beside, many),
    [view, before, beside, system, many],
  )
  if (!view || !ndcg) return <section className={styles.curves} aria-label="How it is doing" />
  return (
    <section className={styles.curves} aria-label="How it is doing" data-single={loss === undefined}>
      {loss && <LineChart {...loss} />}
      <LineChart {...ndcg} />
    </section>
  )
}

type Props = Parameters<typeof LineChart>[0]

function lossCurve(view: View, before: RunBefore | undefined, many: string): Props | undefined {
  const now = lossPoints(view.curve)
  const then = before ? lossPoints(before.view.curve) : []
  if (now.length === 0) return undefined
  const highest = Math.max(...[now[0]!, ...then.slice(0, 1)].map(({ y }) => y))
  return {
    title: 'Loss',
    unit: 'training',
    series: [
      ...(before && then.length > 0 ? [{ name: before.name, points: then, style: 'before' as const }] : []),
      { name: 'this run', points: now, style: 'now' },
    ],
    x: { label: many, low: 0, high: view.steps },
    y: { low: 0, high: highest },
    playhead: view.step,
    format: (value) => significant(value),
  }
}

const lossPoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, loss }) => (loss === undefined ? [] : [{ x: step, y: loss }]))

function ndcgCurve(view: View, before: RunBefore | undefined, beside: View | undefined, many: string): Props {
  const now = ndcgPoints(view.curve)
  const then = before ? ndcgPoints(before.view.curve) : []
  const reference = beside?.quality?.metrics['ndcg@10']?.value
  const highest = Math.max(0, ...[...now, ...then].map(({ high }) => high))
  return {
    title: 'NDCG@10',
    unit: 'held out',
    series: [
      ...(reference === undefined
        ? []
        : [
            {
              name: 'popularity',
              points: [
                { x: 0, y: reference },
                { x: view.steps, y: reference },
              ],
              style: 'reference' as const,
            },
          ]),
      ...(before && then.length > 0 ? [{ name: before.name, points: then, style: 'before' as const }] : []),
      { name: 'this run', points: now, style: 'now' },
    ],
    x: { label: many, low: 0, high: view.steps },
    y: { low: 0, high: highest > usualNdcg ? 1 : usualNdcg },
    playhead: view.step,
    format: (value) => fixed(value, 2),
  }
}

const ndcgPoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, ndcg }) => (ndcg ? [{ x: step, y: ndcg.value, low: ndcg.low, high: ndcg.high }] : []))
