import { RebuiltRatings } from '../shared/factorization/rebuilt-ratings.tsx'
import type { SystemPage, SystemProps } from '../system.ts'
import { Lesson } from './lesson.tsx'

export const system: SystemPage = {
  Visual: (props: SystemProps) => <RebuiltRatings {...props} other="funk-svd" />,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/svd/svd.ts'),
}
