import { useRef, useState } from 'react'
import { lab } from '../../bridge.ts'
import type { MeasureRequest, Progress, RunRequest } from '../../../workers/lab/api.ts'
import type { Snapshot } from '../../../workers/contract/system.ts'
import type { LinePoint } from '../../charts/line/line-reading.ts'
import { runKey } from '../../state/experiment.ts'
import { useApp } from '../../state/store.ts'

/** How searches of one catalogue do, in microseconds. */
export interface SearchQuality {
  readonly items: number
  readonly queries: number
  readonly k: number
  /** absent where no index could be built: why */
  readonly note: string | undefined
  /** recall over microseconds, a point an ef, ascending */
  readonly byEf: readonly (LinePoint & { readonly ef: number; readonly p95: number })[]
  readonly exact: { readonly p50: number; readonly p95: number }
  /** of building, or of loading what was kept on the device */
  readonly seconds: number
  readonly kept: boolean
}

export function qualityOf(measured: Snapshot): SearchQuality {
  const efs = (measured.efs as Uint32Array | undefined) ?? new Uint32Array()
  const [recall, p50, p95] = ['recall', 'p50', 'p95'].map((name) => measured[name] as Float64Array | undefined)
  return {
    items: Number(measured.items),
    queries: Number(measured.queries),
    k: Number(measured.k),
    note: measured.note as string | undefined,
    byEf: Array.from(efs, (ef, at) => ({ ef, x: p50![at]!, y: recall![at]!, p95: p95![at]! })),
    exact: { p50: Number(measured.exactP50), p95: Number(measured.exactP95) },
    seconds: Number(measured.seconds ?? 0),
    kept: measured.kept === 1,
  }
}

/** The median and the 95th of 100 of each stage, in milliseconds, over so many people. */
export interface StageTimes {
  readonly people: number
  readonly of: (stage: Stage) => readonly [number, number]
}

export type Stage = 'retrieve' | 'filter' | 'rank' | 'diversify' | 'all'

export function stageTimesOf(measured: Snapshot): StageTimes {
  return {
    people: Number(measured.people),
    of: (stage) => Array.from(measured[stage] as Float64Array) as [number, number],
  }
}

/** Kept while the visit lasts: the same run is not measured twice. */
const known = new Map<string, Snapshot>()

/** What was measured of a run, and a way to measure more of it, one thing at a time. */
export function useMeasurements(run: RunRequest, slot: string) {
  const device = useApp((state) => state.devicePreference)
  const [state, setState] = useState<{
    readonly progress?: Progress
    readonly failed?: string
    readonly busy: boolean
  }>({
    busy: false,
  })
  const turn = useRef(0)
  const keyOf = (items: number | undefined, of = run) => `${runKey(of)} ${device} ${items}`
  const measure = async (items: number | undefined) => {
    const mine = ++turn.current
    setState({ busy: true })
    const request: MeasureRequest = { run, slot, ...(items !== undefined && { items }) }
    try {
      const measured = await lab.measure(request, (progress) => {
        if (mine === turn.current) setState({ busy: true, progress })
      })
      known.set(keyOf(items), measured)
      if (mine === turn.current) setState({ busy: false })
    } catch (error) {
      if (mine !== turn.current) return
      const cancelled = error instanceof Error && error.name === 'CancelledError'
      setState(
        cancelled ? { busy: false } : { busy: false, failed: String(error instanceof Error ? error.message : error) },
      )
    }
  }
  return {
    ...state,
    of: (items: number | undefined, of = run) => known.get(keyOf(items, of)),
    measure: (items: number | undefined) => void measure(items),
    stop: () => {
      turn.current++
      setState({ busy: false })
      void lab.cancel(slot)
    },
  }
}
