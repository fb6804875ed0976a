import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Aside, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside,
  Lesson,
  sources: {
    'user-cf.ts': () => import('virtual:source/workers/algorithms/user-cf/user-cf.ts'),
    'recommender.ts': () => import('virtual:source/workers/algorithms/user-cf/recommender.ts'),
    'similarity.ts': () => import('virtual:source/workers/algorithms/shared/neighbourhood/similarity.ts'),
    'similarity.wgsl': () => import('virtual:source/workers/algorithms/shared/neighbourhood/similarity.wgsl'),
  },
}
