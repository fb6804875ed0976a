import type { FlowStage } from './chart/stage-flow.tsx'
import { count, significant } from '../../format/numbers.ts'
import type { Stage, StageTimes } from './measurements.ts'
import type { Search } from './search.ts'

/** From the catalogue to the list: what each stage hands on, and what it drops. */
export function stagesInWords(search: Search, times: StageTimes | undefined, lambda: number): FlowStage[] {
  const { items, compared, retrieved, unseen, ranked, list, reranked } = search
  const time = (stage: Stage) => times && { time: timeInWords(times.of(stage)) }
  const less = (from: number, to: number, why: string) => (from > to ? `${count(from - to)} ${why}` : 'none dropped')
  return [
    { name: 'Catalogue', count: items, dropped: `${count(compared)} compared` },
    {
      name: 'Retrieve',
      count: retrieved.length,
      dropped: `nearest${search.ended ? '' : ' so far'}`,
      ...time('retrieve'),
    },
    { name: 'Filter', count: unseen.length, dropped: less(retrieved.length, unseen.length, 'seen'), ...time('filter') },
    {
      name: 'Rank',
      count: ranked.length,
      dropped: reranked ? 'none dropped' : 'in search order',
      ...time('rank'),
    },
    {
      name: lambda < 1 ? 'Diversify' : 'Cut',
      count: list.length,
      dropped: less(ranked.length, list.length, lambda < 1 ? 'below or alike' : 'below'),
      ...time('diversify'),
    },
  ]
}

/** Milliseconds of one person: the median, and what 95 of 100 stay under. */
const timeInWords = ([median, most]: readonly [number, number]) => `${inMs(median)} (95 %: ${inMs(most)}) ms`

const inMs = (ms: number) => (ms < 0.001 ? '<0.001' : significant(ms, 2))

/** All stages for one person, said of a whole batch. */
export function batchInWords({ people, of }: StageTimes): string {
  const [median, most] = of('all')
  return `${count(people)} people served one after another in this browser: ${inMs(median)} ms each (median), 95 of 100 under ${inMs(most)} ms.`
}
