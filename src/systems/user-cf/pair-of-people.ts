import type { MatrixRows } from '../../state/matrix-rows.ts'
import type { Pair } from '../shared/neighbourhood/pair.ts'
import type { SystemProps } from '../system.ts'

/**
 * The two people that the page speaks of: those shown; else, where the list is that of a person of the data, them and
 * whoever speaks most for the film shown, or without one, whoever is nearest.
 */
export function pairOfPeople({
  shown,
  who,
  view,
  matrix,
}: Pick<SystemProps, 'shown' | 'who' | 'view' | 'matrix'>): Pair | undefined {
  if (shown?.kind === 'pair') return shown
  if (typeof who !== 'number') return undefined
  const other = (shown?.kind === 'item' ? speaksFor(shown.id, view) : undefined) ?? nearestTo(who, matrix)
  return other === undefined ? undefined : { a: who, b: other }
}

function speaksFor(film: number, { why, list }: SystemProps['view']): number | undefined {
  if (why?.item === film)
    return why.explanation.contributions.find(({ person, against }) => person !== undefined && !against)?.person
  return list?.find(({ item }) => item === film)?.because.find(({ person }) => person !== undefined)?.person
}

/** Nearest among those drawn; equal ones in order of id. */
function nearestTo(person: number, matrix: MatrixRows | undefined): number | undefined {
  const row = matrix?.ids.indexOf(person) ?? -1
  if (!matrix || row < 0 || row >= matrix.rowsDone) return undefined
  const { size, values, ids } = matrix
  let best: number | undefined
  for (let other = 0; other < size; other++) {
    const value = values[row * size + other]!
    if (other !== row && !Number.isNaN(value) && (best === undefined || value > values[row * size + best]!))
      best = other
  }
  return best === undefined ? undefined : ids[best]
}
