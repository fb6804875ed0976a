import type { SystemPage } from '../system.ts'
import { Lesson } from './lesson.tsx'
import { NewFilms } from './new-films.tsx'
import { WhoAnswers } from './who-answers.tsx'
import { Visual } from './visual.tsx'

export const system: SystemPage = {
  Visual,
  Aside: WhoAnswers,
  Curves: NewFilms,
  Lesson,
  sources: {
    'cold-start.ts': () => import('virtual:source/workers/serving/cold-start/cold-start.ts'),
    'interview.ts': () => import('virtual:source/workers/serving/cold-start/interview.ts'),
  },
}
