import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { PickArithmetic } from './pick-arithmetic.tsx'
import { TradeOff, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside: PickArithmetic,
  Curves: TradeOff,
  Lesson,
  sources: {
    'greedy.ts': () => import('virtual:source/workers/serving/mmr/greedy.ts'),
    'mmr.ts': () => import('virtual:source/workers/serving/mmr/mmr.ts'),
  },
}
