import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Lesson,
  sources: {
    'model.ts': () => import('virtual:source/workers/algorithms/two-tower/model.ts'),
    'in-batch-softmax.ts': () => import('virtual:source/workers/algorithms/two-tower/in-batch-softmax.ts'),
    'in-batch-softmax-loss.wgsl': () =>
      import('virtual:source/workers/algorithms/two-tower/in-batch-softmax-loss.wgsl'),
  },
}
