import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/wide-deep/model.ts'),
    'crosses.ts': () => import('virtual:source/workers/algorithms/wide-deep/crosses.ts'),
  },
}
