import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Results } from './results.tsx'
import { PValues, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Answers: Results,
  Curves: PValues,
  Lesson,
  sources: {
    'analysis.ts': () => import('virtual:source/workers/serving/ab-test/analysis.ts'),
    'assignment.ts': () => import('virtual:source/workers/serving/ab-test/assignment.ts'),
    'always-valid.ts': () => import('virtual:source/workers/serving/ab-test/always-valid.ts'),
  },
}
