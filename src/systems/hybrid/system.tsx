import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Together } from './together.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Curves: Together,
  Lesson,
  sources: {
    'hybrid.ts': () => import('virtual:source/workers/serving/hybrid/hybrid.ts'),
    'merge.ts': () => import('virtual:source/workers/serving/hybrid/merge.ts'),
  },
}
