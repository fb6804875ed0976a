import { useMemo } from 'react'
import { Network } from '../../charts/network.tsx'
import { Formula, Symbol, Term } from '../formula.tsx'
import { titleOf } from '../names.ts'
import { NothingKnown } from '../nothing-known.tsx'
import { ScoreOfTheFilm } from '../score-of-the-film.tsx'
import type { SystemPage, SystemProps } from '../system.ts'
import { whomOf } from '../whom.ts'
import { columnsOf, sumOf } from './columns.ts'

export const system: SystemPage = {
  Visual,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/ncf/model.ts'),
}

function Visual(props: SystemProps) {
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
      title={`${titleOf(info, Number(snapshot!.item))} for ${whomOf(who)}`}
      columns={columns}
      sums={sums}
      total="score"
      caption="Orange is above zero, purple below; full colour from 1 on. Lines: the 24 largest amounts that flow into each layer."
    />
  )
}

function Lesson(props: SystemProps) {
  const { who } = props
  const whose = who === 'you' ? 'you' : 'person'
  return (
    <>
      <p>
        <Term of={whose}>{who === 'you' ? 'You' : 'The person'}</Term> and the <Term of="film">film</Term> have two
        embeddings each, which begin as noise. GMF multiplies one pair number by number, as ALS does; the MLP lays the
        other pair end to end and sends it through layers that can bend, so that it may learn what no product says. What
        comes out of both is weighed and added up, and each batch moves all of it a little: films that were watched up,
        films drawn at random down.
      </p>
      <Formula says="The score: weighed products of two embeddings, and a network over two others">
        <mi>score</mi>
        <mo>=</mo>
        <mi>w</mi>
        <mo>·</mo>
        <mrow>
          <mo>[</mo>
          <Symbol of={whose}>p</Symbol>
          <mo>⊙</mo>
          <Symbol of="film">q</Symbol>
          <mo>,</mo>
          <mi>MLP</mi>
          <mo>(</mo>
          <Symbol of={whose}>p′</Symbol>
          <mo>,</mo>
          <Symbol of="film">q′</Symbol>
          <mo>)</mo>
          <mo>]</mo>
        </mrow>
        <mo>+</mo>
        <mi>b</mi>
      </Formula>
      <ScoreOfTheFilm {...props} />
    </>
  )
}
