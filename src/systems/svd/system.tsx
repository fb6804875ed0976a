import { RebuiltRatings } from '../shared/factorization/rebuilt-ratings.tsx'
import type { SystemPage, SystemProps } from '../system.ts'
import { Lesson } from './lesson.tsx'

export const system: SystemPage = {
  Visual: (props: SystemProps) => <RebuiltRatings {...props} other="funk-svd" />,
  Lesson,
  sources: {
    'svd.ts': () => import('virtual:source/workers/algorithms/svd/svd.ts'),
    'subspace.ts': () => import('virtual:source/workers/algorithms/svd/subspace.ts'),
    'sparse-dense.wgsl': () => import('virtual:source/workers/algorithms/svd/sparse-dense.wgsl'),
  },
}
