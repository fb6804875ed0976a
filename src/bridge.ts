import { keptAlive } from './bridge-kept-alive.ts'

/** The engine, in its worker. Every method is LabApi's; errors keep their names. */
export const {
  lab,
  activity: engineActivity,
  onRestart: onEngineRestart,
} = keptAlive(() => new Worker(new URL('../workers/lab.worker.ts', import.meta.url), { type: 'module' }))
