import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/ncf/model.ts'),
    'ncf.ts': () => import('virtual:source/workers/algorithms/ncf/ncf.ts'),
  },
}
