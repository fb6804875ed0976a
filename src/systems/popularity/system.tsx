import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'popularity.ts': () => import('virtual:source/workers/algorithms/popularity/popularity.ts'),
    'tally.ts': () => import('virtual:source/workers/algorithms/popularity/tally.ts'),
    'tally.wgsl': () => import('virtual:source/workers/algorithms/popularity/tally.wgsl'),
  },
}
