import { specOf } from '../../state/experiment.ts'
import type { Snapshot } from '../../../workers/contract/system.ts'
import type { Settings } from '../../../workers/contract/spec.ts'
import type { LinePoint } from '../../charts/line/line-reading.ts'

/** What was measured, as it comes with a snapshot. */
export interface Lines {
  readonly lengths: readonly number[]
  /** people measured, the same at every length */
  readonly people: number
  readonly main: readonly LinePoint[]
  readonly fallback: readonly LinePoint[]
  /** the mean difference, main less fallback, person by person */
  readonly gain: readonly LinePoint[]
  readonly overtakes: number | undefined
}

/** undefined where the snapshot holds no measurement. */
export function linesOf(snapshot: Snapshot | undefined): Lines | undefined {
  const { lengths, people, overtakes } = snapshot ?? {}
  if (!(lengths instanceof Uint32Array) || typeof people !== 'number') return undefined
  const line = (name: string) => lineIn(snapshot!, lengths, name)
  return {
    lengths: [...lengths],
    people,
    main: line('main'),
    fallback: line('fallback'),
    gain: line('gain'),
    overtakes: typeof overtakes === 'number' ? overtakes : undefined,
  }
}

/** An estimate at each of these places, as `name`, `nameLow` and `nameHigh` of a snapshot. */
export function lineIn(snapshot: Snapshot, at: Uint32Array, name: string): LinePoint[] {
  const [value, low, high] = [name, `${name}Low`, `${name}High`].map((key) => snapshot[key] as Float64Array)
  return Array.from(at, (x, place) => ({ x, y: value![place]!, low: low![place]!, high: high![place]! }))
}

export interface SystemNames {
  readonly main: string
  readonly fallback: string
}

export function systemNames(settings: Settings): SystemNames {
  const nameOf = (id: unknown) => specOf(String(id)).shortName
  return { main: nameOf(settings.main), fallback: nameOf(settings.fallback) }
}
