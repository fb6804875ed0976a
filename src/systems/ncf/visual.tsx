import { useMemo } from 'react'
import { Network } from './chart/network.tsx'
import { titleOf } from '../../format/names.ts'
import { NothingKnown } from '../shared/lesson/nothing-known.tsx'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'
import { columnsOf, sumOf } from './columns.ts'

export function Visual(props: SystemProps) {
  const { info, who } = props
  const { snapshot } = props.view
  const columns = useMemo(() => columnsOf(snapshot, who), [snapshot, who])
  if (!columns) return <NothingKnown {...props} so="nothing flows through the network" />
  const part = (id: 'gmf' | 'mlp') => columns.find((column) => column.id === id)
  const sums = [
    ...(part('gmf') ? [{ name: 'GMF', amount: sumOf(part('gmf')!.values) }] : []),
    ...(part('mlp') ? [{ name: 'MLP', amount: sumOf(part('mlp')!.values) }] : []),
    { name: 'in every score', amount: Number(snapshot!.bias) },
  ]
  return (
    <Network
      title={`${titleOf(info, Number(snapshot!.item))} for ${userLabel(who)}`}
      columns={columns}
      sums={sums}
      total="score"
      caption="Orange is above zero, purple below; full colour from 1 on. Lines: the 24 largest amounts that flow into each layer."
    />
  )
}
