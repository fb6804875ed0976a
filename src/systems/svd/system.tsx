import { RebuiltRatings } from '../shared/factorization/rebuilt-ratings.tsx'
import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'

export const system: SystemPage = {
  Visual: RebuiltRatings,
  Lesson,
  sources: {
    'svd.ts': () => import('virtual:source/workers/algorithms/svd/svd.ts'),
    'subspace.ts': () => import('virtual:source/workers/algorithms/svd/subspace.ts'),
    'sparse-dense.wgsl': () => import('virtual:source/workers/algorithms/svd/sparse-dense.wgsl'),
  },
}
