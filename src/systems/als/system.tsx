import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'als.ts': () => import('virtual:source/workers/algorithms/als/als.ts'),
    'half-step.ts': () => import('virtual:source/workers/algorithms/als/half-step.ts'),
    'half-step.wgsl': () => import('virtual:source/workers/algorithms/als/half-step.wgsl'),
  },
}
