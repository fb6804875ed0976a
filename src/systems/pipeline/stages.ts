import type { FlowStage } from '../../charts/stage-flow.tsx'
import { count } from '../numbers.ts'
import type { Search } from './search.ts'

/** From the catalogue to the list: what each stage hands on, and what it drops. */
export function stagesInWords({ items, compared, retrieved, unseen, ranked, list, reranked }: Search): FlowStage[] {
  const less = (from: number, to: number, why: string) => (from > to ? `${count(from - to)} ${why}` : 'none dropped')
  return [
    { name: 'Catalogue', count: items, dropped: `${count(compared)} compared` },
    { name: 'Retrieve', count: retrieved.length, dropped: 'nearest so far' },
    { name: 'Filter', count: unseen.length, dropped: less(retrieved.length, unseen.length, 'seen') },
    {
      name: 'Rank',
      count: ranked.length,
      dropped: reranked ? less(unseen.length, ranked.length, 'unknown to it') : 'in search order',
    },
    { name: 'List', count: list.length, dropped: less(ranked.length, list.length, 'below') },
  ]
}
