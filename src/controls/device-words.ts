import type { DeviceReport } from '../../workers/lab/api.ts'

/** The chip itself: "GPU: nvidia ampere", "CPU: no GPU found". */
export function deviceText({ kind, reason, adapter }: DeviceReport): string {
  return kind === 'webgpu' ? `GPU: ${adapter ?? reason}` : `CPU: ${reason}`
}

export interface DeviceFact {
  readonly name: string
  readonly value: string
  /** never the same twice */
  readonly measured?: true
}

/** What there is to say about it. */
export function deviceFacts({ kind, reason, adapter, dispatches, msPerStep }: DeviceReport): readonly DeviceFact[] {
  const facts: DeviceFact[] = [
    { name: 'Device', value: kind === 'webgpu' ? (adapter ?? 'GPU') : 'CPU' },
    { name: 'Why', value: reason },
  ]
  if (msPerStep !== undefined) facts.push({ name: 'A step takes', value: milliseconds(msPerStep), measured: true })
  if (dispatches !== undefined)
    facts.push({ name: 'Kernels run', value: dispatches.toLocaleString('en'), measured: true })
  return facts
}

/** "0.4 ms", "12 ms", "1.3 s". */
export function milliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}
