import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { RankedList } from './ranked-list.tsx'
import { Running } from './running.tsx'
import { Sums } from './sums.tsx'

export const system: SystemPage = {
  Visual: RankedList,
  Answers: Sums,
  Curves: Running,
  Lesson,
  sources: {
    'ranks.ts': () => import('virtual:source/workers/evaluation/ranks.ts'),
  },
}
