import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Aside, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside,
  Lesson,
  sources: {
    'item-cf.ts': () => import('virtual:source/workers/algorithms/item-cf/item-cf.ts'),
    'recommender.ts': () => import('virtual:source/workers/algorithms/item-cf/recommender.ts'),
    'similarity.ts': () => import('virtual:source/workers/algorithms/shared/neighbourhood/similarity.ts'),
    'similarity.wgsl': () => import('virtual:source/workers/algorithms/shared/neighbourhood/similarity.wgsl'),
  },
}
