import { useMemo } from 'react'
import { LineChart } from '../../charts/line/line-chart.tsx'
import { fixed, percent } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import styles from './ab-test.module.css'
import { standingOf } from './standing.ts'
import { alpha, pInWords, stoppingInWords, verdict } from './verdict.ts'

const useStanding = ({ view, run }: SystemProps) =>
  useMemo(() => standingOf(view.snapshot, run.settings), [view.snapshot, run.settings])

/** Both arms as visitors come, each with its interval. */
export function Visual(props: SystemProps) {
  const { view, run } = props
  const standing = useStanding(props)
  const series = useMemo(
    () =>
      standing && [
        { name: standing.a.name, points: standing.a.walk, style: 'now' as const },
        { name: standing.b.name, points: standing.b.walk, style: 'now' as const, dashed: true },
      ],
    [standing],
  )
  if (!standing || !series) return null
  const ofVisitors = run.settings.unit === 'visitors'
  return (
    <div className={styles.fit}>
      <LineChart
        title="Both arms as visitors come"
        unit={ofVisitors ? 'visitors who clicked' : 'clicks an impression'}
        series={series}
        x={{ label: 'visitors', low: 0, high: view.steps }}
        y={{ low: 0, high: ofVisitors ? 1 : 0.4 }}
        playhead={view.step}
        format={rate}
        caption={verdict(standing, view.step, view.steps)}
      />
    </div>
  )
}

const rate = (value: number) => `${fixed(100 * value, 1)} %`

const share = (value: number) => percent(value)

/** The walk of both p-values, and what comes of stopping when one of them looks significant. */
export function PValues(props: SystemProps) {
  const { view } = props
  const standing = useStanding(props)
  const charts = useMemo(() => {
    if (!standing) return undefined
    const { ps, alwaysPs, wrongly, testsVisitors } = standing
    const looks = wrongly.peeking.length
    const byLook = (shares: readonly number[]) => [
      { x: 0, y: 0 },
      ...shares.map((y, look) => ({ x: Math.round(((look + 1) * testsVisitors) / looks), y })),
    ]
    const level = (high: number) => ({
      name: '0.05',
      style: 'reference' as const,
      points: [
        { x: 0, y: alpha },
        { x: high, y: alpha },
      ],
    })
    return {
      p: [
        level(view.steps),
        { name: 'p', points: ps, style: 'now' as const },
        { name: 'always valid', points: alwaysPs, style: 'now' as const, dashed: true },
      ],
      stopping: [
        { ...level(testsVisitors), name: '5 %' },
        { name: 'stop when p < 0.05', points: byLook(wrongly.peeking), style: 'now' as const },
        { name: 'always valid', points: byLook(wrongly.always), style: 'now' as const, dashed: true },
      ],
    }
  }, [standing, view.steps])
  if (!standing || !charts) return null
  return (
    <section className={styles.curves} aria-label="What it says">
      <LineChart
        title="The p-value’s walk"
        unit=""
        series={charts.p}
        x={{ label: 'visitors', low: 0, high: view.steps }}
        y={{ low: 0, high: 1 }}
        playhead={view.step}
        format={pInWords}
      />
      <LineChart
        title="False alarms in A/A tests"
        unit=""
        series={charts.stopping}
        x={{ label: 'visitors', low: 0, high: standing.testsVisitors }}
        y={{ low: 0, high: 0.5 }}
        playhead={standing.testsVisitors}
        format={share}
        caption={stoppingInWords(standing)}
      />
    </section>
  )
}
