import { RebuiltRatings } from '../shared/factorization/rebuilt-ratings.tsx'
import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'

export const system: SystemPage = {
  Visual: RebuiltRatings,
  Lesson,
  sources: {
    'funk-svd.ts': () => import('virtual:source/workers/algorithms/funk-svd/funk-svd.ts'),
    'epoch.ts': () => import('virtual:source/workers/algorithms/funk-svd/epoch.ts'),
    'epoch.wgsl': () => import('virtual:source/workers/algorithms/funk-svd/epoch.wgsl'),
  },
}
