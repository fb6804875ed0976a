import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Together } from './together.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Curves: Together,
  Lesson,
  source: () => import('virtual:source/workers/serving/hybrid/hybrid.ts'),
}
