import { useMemo } from 'react'
import type { Snapshot } from '../../../workers/contract/system.ts'
import { CrossMap } from './chart/cross-map.tsx'
import { titleOf } from '../../format/names.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'

interface Crosses {
  readonly segments: readonly string[]
  readonly layers: number
  readonly byMatrix: boolean
  readonly cells: Float32Array
  readonly item?: number
}

function crossesOf(snapshot: Snapshot | undefined): Crosses | undefined {
  const { segments, layers, form, cells, item } = snapshot ?? {}
  if (typeof segments !== 'string' || typeof layers !== 'number' || !(cells instanceof Float32Array)) return undefined
  const byMatrix = form === 'matrix'
  return { segments: segments.split('\n'), layers, byMatrix, cells, ...(typeof item === 'number' && { item }) }
}

export function Visual({ view, info, who }: SystemProps) {
  const crosses = useMemo(() => crossesOf(view.snapshot), [view.snapshot])
  if (!crosses) return null
  const { segments, layers, byMatrix, cells, item } = crosses
  return (
    <CrossMap
      {...{ segments, layers, cells }}
      title={
        byMatrix
          ? 'What the weights cross'
          : `What is crossed${item === undefined ? '' : ` for ${titleOf(info, item)}`}`
      }
      measure={byMatrix ? 'length of the weights' : 'strength'}
      explains={
        byMatrix
          ? 'Point at a cell: how long the weights are that cross the two parts of the input.'
          : 'Point at a cell: how much of the first part is added because of the second.'
      }
      caption={captionOf(byMatrix, item === undefined ? undefined : userLabel(who))}
    />
  )
}

function captionOf(byMatrix: boolean, whom: string | undefined): string {
  const order = 'Rows: what is multiplied, from the input. Columns, in the same order: what a layer is given.'
  if (byMatrix) return `${order} A block of the matrix W stands behind every cell, so that this holds for every film.`
  const of = whom === undefined ? 'Averages over all films, for the average person.' : `Of this film for ${whom}.`
  return `${order} ${of} By a vector, all rows of a map share one pattern: a matrix can tell them apart.`
}
