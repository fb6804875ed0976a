import type { SystemPage } from '../system.ts'
import { Findings } from './findings.tsx'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Curves: Findings,
  Lesson,
  sources: {
    'stages.ts': () => import('virtual:source/workers/serving/pipeline/stages.ts'),
    'pipeline.ts': () => import('virtual:source/workers/serving/pipeline/pipeline.ts'),
    'served.ts': () => import('virtual:source/workers/serving/pipeline/served.ts'),
    'hnsw-graph.ts': () => import('virtual:source/workers/serving/ann/hnsw-graph.ts'),
  },
}
