import type { Snapshot } from '../../../workers/contract/system.ts'
import type { Settings } from '../../../workers/contract/spec.ts'
import type { LinePoint } from '../../charts/line/line-reading.ts'
import { specOf } from '../../state/experiment.ts'

interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface ArmStanding extends Interval {
  readonly name: string
  readonly visitors: number
  readonly clickers: number
  readonly impressions: number
  readonly clicks: number
  /** known because the visitors are simulated */
  readonly truly: number
  /** its rate as visitors came */
  readonly walk: readonly LinePoint[]
}

/** A share of a thousand tests, by each look. */
export interface Declared {
  readonly fixed: number
  readonly peeking: readonly number[]
  readonly always: readonly number[]
}

export interface Standing {
  readonly a: ArmStanding
  readonly b: ArmStanding
  readonly difference: Interval
  /** the share of visitors planned for arm a */
  readonly plannedA: number
  /** of the arms' sizes against the plan, with one degree of freedom */
  readonly sampleRatio: { readonly chiSquare: number; readonly p: number }
  readonly p: number
  readonly alwaysP: number
  readonly ps: readonly LinePoint[]
  readonly alwaysPs: readonly LinePoint[]
  /** visitors an arm; infinite where there is nothing to find */
  readonly needed: number
  readonly tests: number
  readonly testsVisitors: number
  /** with arm A in both arms, and with the two */
  readonly wrongly: Declared
  readonly found: Declared
}

/** The test as it came with a snapshot. */
export function standingOf(snapshot: Snapshot | undefined, settings: Settings): Standing | undefined {
  if (!snapshot || !('now p' in snapshot)) return undefined
  const number = (name: string) => Number(snapshot[name])
  const column = (name: string) => [...(snapshot[name] as Float64Array)]
  const at = column('at')
  const line = (name: string): LinePoint[] => column(name).map((y, index) => ({ x: at[index]!, y }))
  const interval = (name: string): Interval => ({
    value: number(name),
    low: number(`${name} low`),
    high: number(`${name} high`),
  })
  const armOf = (arm: 'a' | 'b', system: unknown): ArmStanding => {
    const [low, high] = [column(`${arm} low`), column(`${arm} high`)]
    return {
      ...interval(`now ${arm}`),
      name: `${arm.toUpperCase()}: ${specOf(String(system)).shortName}`,
      visitors: number(`${arm} visitors`),
      clickers: number(`${arm} clickers`),
      impressions: number(`${arm} impressions`),
      clicks: number(`${arm} clicks`),
      truly: number(`true ${arm}`),
      walk: line(`${arm} rate`).map((point, index) => ({ ...point, low: low[index], high: high[index] })),
    }
  }
  const declared = (name: string): Declared => ({
    fixed: number(`${name} fixed`),
    peeking: column(`${name} peeking`),
    always: column(`${name} always`),
  })
  return {
    a: armOf('a', settings.control),
    b: armOf('b', settings.treatment),
    difference: interval('now difference'),
    plannedA: number('planned a'),
    sampleRatio: { chiSquare: number('sizes chi-square'), p: number('sizes p') },
    p: number('now p'),
    alwaysP: number('now always p'),
    ps: line('p'),
    alwaysPs: line('always p'),
    needed: number('needed'),
    tests: number('tests'),
    testsVisitors: number('tests visitors'),
    wrongly: declared('false'),
    found: declared('found'),
  }
}
