import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'tf-idf.ts': () => import('virtual:source/workers/algorithms/text-content/tf-idf.ts'),
    'text-content.ts': () => import('virtual:source/workers/algorithms/text-content/text-content.ts'),
    'term-scores.wgsl': () => import('virtual:source/workers/algorithms/text-content/term-scores.wgsl'),
  },
}
