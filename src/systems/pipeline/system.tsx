import type { SystemPage } from '../system.ts'
import { Findings } from './findings.tsx'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Curves: Findings,
  Lesson,
  source: () => import('virtual:source/workers/serving/ann/hnsw-graph.ts'),
}
