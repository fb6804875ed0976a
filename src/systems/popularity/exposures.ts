import { useEffect, useMemo, useRef, useState } from 'react'
import { lab } from '../../bridge.ts'
import type { TailOverlay } from './chart/tail-shape.ts'
import type { Exposure, RunRequest } from '../../../workers/lab/api.ts'
import { runKey, runOf, specOf } from '../../state/experiment.ts'
import { useApp } from '../../state/store.ts'
import { lookOf } from './overlay-chips.tsx'

/** Films of each person's list that count. */
export const listLength = 10

/**
 * What these systems recommend, with their settings as they are: worked out one after the other while nothing plays,
 * drawn as they come in, and always in the order asked for.
 */
export function useExposures(systems: readonly string[]): { overlays: TailOverlay[]; working: string | undefined } {
  const experiment = useApp((state) => state.experiment)
  const ready = useApp((state) => !state.playback.playing && state.pages.popularity?.view !== undefined)
  const device = useApp((state) => state.devicePreference)
  const question = JSON.stringify(systems.map((id) => shownBy(runOf(experiment, id))))
  const runs = useMemo(() => JSON.parse(question) as RunRequest[], [question])
  const [exposures, setExposures] = useState<ReadonlyMap<string, Exposure>>(new Map())
  const known = useRef(new Set<string>())
  const [working, setWorking] = useState<string>()
  useEffect(() => {
    if (!ready) return
    let current = true
    void (async () => {
      for (const run of runs) {
        const key = keyOf(run, device)
        if (known.current.has(key)) continue
        setWorking(run.algorithm)
        // The tail stands without a line that could not be drawn.
        const exposure = await lab.exposure(run, listLength).catch(() => undefined)
        if (!current) return
        if (!exposure) continue
        known.current.add(key)
        setExposures((all) => new Map(all).set(key, exposure))
      }
      setWorking(undefined)
    })()
    return () => {
      current = false
      setWorking(undefined)
    }
  }, [runs, device, ready])
  const overlays = useMemo(
    () =>
      runs.flatMap((run) => {
        const exposure = exposures.get(keyOf(run, device))
        const [name, look] = [specOf(run.algorithm).shortName, lookOf(run.algorithm)]
        return exposure ? [{ name, look, times: exposure.times, people: exposure.people }] : []
      }),
    [exposures, runs, device],
  )
  return { overlays, working: ready ? working : undefined }
}

/** What is shown to people is the same whatever counts as right. */
const shownBy = ({ relevantFrom: _, ...run }: RunRequest): RunRequest => run

/** What one device worked out is not shown for another. */
const keyOf = (run: RunRequest, device: string) => `${device} ${runKey(run)}`
