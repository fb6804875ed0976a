import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  source: () => import('virtual:source/workers/serving/learned-hybrid/learned-hybrid.ts'),
}
