import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/shared/fm/model.ts'),
    'fm-pairs.ts': () => import('virtual:source/workers/algorithms/shared/fm/fm-pairs.ts'),
    'fm-pairs.wgsl': () => import('virtual:source/workers/algorithms/shared/fm/fm-pairs.wgsl'),
  },
}
