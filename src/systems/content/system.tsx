import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'content.ts': () => import('virtual:source/workers/algorithms/content/content.ts'),
    'features.ts': () => import('virtual:source/workers/algorithms/content/features.ts'),
    'recommender.ts': () => import('virtual:source/workers/algorithms/shared/profile/recommender.ts'),
  },
}
