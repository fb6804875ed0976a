import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { PickArithmetic } from './pick-arithmetic.tsx'
import { TradeOff, Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside: PickArithmetic,
  Curves: TradeOff,
  Lesson,
  source: () => import('virtual:source/workers/serving/mmr/greedy.ts'),
}
