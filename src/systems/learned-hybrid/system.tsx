import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'learned-hybrid.ts': () => import('virtual:source/workers/serving/learned-hybrid/learned-hybrid.ts'),
    'blend-step.ts': () => import('virtual:source/workers/serving/learned-hybrid/blend-step.ts'),
    'blend-step.wgsl': () => import('virtual:source/workers/serving/learned-hybrid/blend-step.wgsl'),
  },
}
