import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/shared/fm/model.ts'),
    'ffm-pairs.ts': () => import('virtual:source/workers/algorithms/shared/fm/ffm-pairs.ts'),
    'ffm-pairs.wgsl': () => import('virtual:source/workers/algorithms/shared/fm/ffm-pairs.wgsl'),
  },
}
