import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/dcn/model.ts'),
    'cross.ts': () => import('virtual:source/workers/algorithms/dcn/cross.ts'),
    'cross.wgsl': () => import('virtual:source/workers/algorithms/dcn/cross.wgsl'),
  },
}
