import { reference } from '../../workers/algorithms/catalog.ts'
import { Suspense, use, useMemo } from 'react'
import { LineChart } from '../charts/line/line-chart.tsx'
import type { RatingScale } from '../../workers/data/dataset.ts'
import type { CurvePoint, View } from '../../workers/lab/api.ts'
import { specOf } from '../state/experiment.ts'
import { pageOf, useApp, type RunBefore } from '../state/store.ts'
import { fixed, significant } from '../format/numbers.ts'
import type { SystemProps } from '../systems/system.ts'
import { systemPage } from '../systems/systems.ts'
import { useSystemProps } from './stage.tsx'
import styles from './learn.module.css'

/** NDCG rarely passes this; where a curve does, the axis is the whole of [0, 1]. */
const usualNdcg = 0.8

/** The axis of an error in stars is fixed by the scale: to be off by this share of it is what knowing nothing costs. */
const knowingNothing = 0.4

/** How it is doing: the training loss and the error of predicted stars, where there are such, and held-out NDCG. */
export function Curves() {
  const system = useApp(({ experiment }) => experiment.system)
  const props = useSystemProps()
  return <Suspense>{props ? <OwnOrUsual system={system} {...props} /> : <UsualCurves />}</Suspense>
}

function OwnOrUsual({ system, ...props }: SystemProps & { system: string }) {
  const { Curves: Own } = use(systemPage(system))
  return Own ? <Own {...props} /> : <UsualCurves />
}

function UsualCurves() {
  const view = useApp((state) => pageOf(state).view)
  const before = useApp((state) => pageOf(state).before)
  const system = useApp(({ experiment }) => experiment.system)
  const ofReference = useApp((state) => state.reference?.view)
  const baseline = useApp((state) => state.baseline?.view)
  const scale = useApp((state) => state.info?.scale)
  const { many } = specOf(system).step
  const loss = useMemo(() => view && lossCurve(view, before, many), [view, before, many])
  const ndcg = useMemo(
    () => view && ndcgCurve(view, before, system === reference.id ? undefined : ofReference, many),
    [view, before, ofReference, system, many],
  )
  const { baseline: lesser } = specOf(system)
  const rmse = useMemo(
    () =>
      view &&
      scale &&
      rmseCurve(view, before, lesser && baseline && { name: lesser.name, view: baseline }, many, scale),
    [view, before, lesser, baseline, many, scale],
  )
  const atItsMoment = useMemo(
    () => view && momentCurve(view, before, lesser && baseline && { name: lesser.name, view: baseline }, many),
    [view, before, lesser, baseline, many],
  )
  if (!view || !ndcg) return <section className={styles.curves} aria-label="How it is doing" />
  const charts = [loss, rmse, ndcg, atItsMoment].filter((chart) => chart !== undefined)
  return (
    <section className={styles.curves} aria-label="How it is doing" data-charts={charts.length}>
      {charts.map((chart) => (
        <LineChart key={`${chart.title}, ${chart.unit}`} {...chart} />
      ))}
    </section>
  )
}

/** The last step, or how far training went to find out which that is. */
const furthest = ({ steps, curve }: View) => Math.max(steps, curve.at(-1)?.step ?? 0)

type Props = Parameters<typeof LineChart>[0]

/** The same system with less of it, after a full run. */
interface Lesser {
  readonly name: string
  readonly view: View
}

type Named = Pick<Props['series'][number], 'name' | 'points'>

/** This run, over the run before and the system with less of it, as far as those have something to show. */
function againstOthers(now: Named['points'], before: Named | undefined, lesser: Named | undefined): Props['series'] {
  const shown = (one: Named | undefined, style: 'reference' | 'before') =>
    one && one.points.length > 0 ? [{ ...one, style }] : []
  return [...shown(lesser, 'reference'), ...shown(before, 'before'), { name: 'this run', points: now, style: 'now' }]
}

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
    x: { label: many, low: 0, high: furthest(view) },
    y: { low: 0, high: highest },
    playhead: view.step,
    format: (value) => significant(value),
  }
}

/** ", 4 ★ or more": what was right in judging; nothing where any rating was. */
const starsOrMore = (from = 0) => (from > 0 ? `, ${significant(from)} ★ or more` : '')

const lossPoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, loss }) => (loss === undefined ? [] : [{ x: step, y: loss }]))

function ndcgCurve(view: View, before: RunBefore | undefined, ofReference: View | undefined, many: string): Props {
  const now = ndcgPoints(view.curve)
  const then = before ? ndcgPoints(before.view.curve) : []
  const referenceNdcg = ofReference?.quality?.metrics['ndcg@10']?.value
  const highest = Math.max(0, ...[...now, ...then].map(({ high }) => high))
  return {
    title: 'NDCG@10',
    unit: `held out${starsOrMore(view.quality?.relevantFrom)}`,
    series: [
      ...(referenceNdcg === undefined
        ? []
        : [
            {
              name: reference.shortName.toLowerCase(),
              points: [
                { x: 0, y: referenceNdcg },
                { x: furthest(view), y: referenceNdcg },
              ],
              style: 'reference' as const,
            },
          ]),
      ...(before && then.length > 0 ? [{ name: before.name, points: then, style: 'before' as const }] : []),
      { name: 'this run', points: now, style: 'now' },
    ],
    x: { label: many, low: 0, high: furthest(view) },
    y: { low: 0, high: highest > usualNdcg ? 1 : usualNdcg },
    playhead: view.step,
    format: (value) => fixed(value, 2),
  }
}

function rmseCurve(
  view: View,
  before: RunBefore | undefined,
  lesser: Lesser | undefined,
  many: string,
  scale: RatingScale,
): Props | undefined {
  const now = rmsePoints(view.curve)
  if (now.length === 0) return undefined
  const then = before ? rmsePoints(before.view.curve) : []
  const reference = lesser ? rmsePoints(lesser.view.curve) : []
  return {
    title: 'RMSE',
    unit: 'held out, in stars',
    series: againstOthers(
      now,
      before && { name: before.name, points: then },
      lesser && { name: lesser.name, points: reference },
    ),
    x: { label: many, low: 0, high: furthest(view) },
    y: { low: 0, high: knowingNothing * (scale.high - scale.low) },
    playhead: view.step,
    format: (value) => fixed(value, 3),
  }
}

/** One of these films is found among hundreds only so often, by whichever system. */
const usualAtItsMoment = 0.4

function momentCurve(view: View, before: RunBefore | undefined, lesser: Lesser | undefined, many: string) {
  const now = momentPoints(view.curve)
  if (now.length === 0) return undefined
  const then = before ? momentPoints(before.view.curve) : []
  const reference = lesser ? momentPoints(lesser.view.curve) : []
  const highest = Math.max(...[...now, ...then, ...reference].map(({ high }) => high))
  return {
    title: 'NDCG@10 at its moment',
    unit: `held out${starsOrMore(view.quality?.relevantFrom)}`,
    series: againstOthers(
      now,
      before && { name: before.name, points: then },
      lesser && { name: lesser.name, points: reference },
    ),
    x: { label: many, low: 0, high: furthest(view) },
    y: { low: 0, high: highest > usualAtItsMoment ? usualNdcg : usualAtItsMoment },
    playhead: view.step,
    format: (value: number) => fixed(value, 3),
  }
}

const momentPoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, atItsMoment: at }) => (at ? [{ x: step, y: at.value, low: at.low, high: at.high }] : []))

const rmsePoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, rmse }) => (rmse ? [{ x: step, y: rmse.value, low: rmse.low, high: rmse.high }] : []))

const ndcgPoints = (curve: readonly CurvePoint[]) =>
  curve.flatMap(({ step, ndcg }) => (ndcg ? [{ x: step, y: ndcg.value, low: ndcg.low, high: ndcg.high }] : []))
