import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Aside, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/item-cf/item-cf.ts'),
}
