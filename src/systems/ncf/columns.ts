import type { Snapshot } from '../../../workers/contract/system.ts'
import type { NetworkColumn } from './chart/network-shape.ts'
import type { WhoShown } from '../../state/experiment.ts'

/** The network's columns from a snapshot, as far as its parts are switched on; undefined where there is nobody. */
export function columnsOf(snapshot: Snapshot | undefined, who: WhoShown): readonly NetworkColumn[] | undefined {
  if (snapshot?.item === undefined) return undefined
  const array = (name: string) => snapshot[name] as Float32Array | undefined
  const [userGmf, itemGmf, gmf] = [array('userGmf'), array('itemGmf'), array('gmf')]
  const [userMlp, itemMlp, mlp] = [array('userMlp'), array('itemMlp'), array('mlp')]
  const person = { mark: who === 'you' ? ('you' as const) : ('person' as const) }
  const whose = who === 'you' ? 'you' : 'person'
  const hidden = Object.keys(snapshot).filter((name) => /^hidden\d+$/.test(name))
  return [
    ...(userGmf && itemGmf && gmf
      ? [
          {
            id: 'userGmf',
            title: whose,
            about: `GMF embedding, ${whose}`,
            lane: 'above' as const,
            ...person,
            values: userGmf,
          },
          {
            id: 'itemGmf',
            title: '× film',
            about: 'GMF embedding, film',
            lane: 'above' as const,
            mark: 'film' as const,
            values: itemGmf,
          },
          { id: 'gmf', title: '→ GMF', about: 'product × output weight', lane: 'above' as const, values: gmf },
        ]
      : []),
    ...(userMlp && itemMlp && mlp
      ? [
          {
            id: 'inputs',
            title: 'inputs',
            about: `MLP embeddings, ${whose} above film`,
            lane: 'below' as const,
            values: Float32Array.of(...userMlp, ...itemMlp),
          },
          ...hidden.map((name, layer) => ({
            id: name,
            title: String(array(name)!.length),
            about: `layer ${layer + 1} after ReLU`,
            lane: 'below' as const,
            values: array(name)!,
            links: array(`strongest${layer}`)!,
          })),
          { id: 'mlp', title: '→ MLP', about: 'unit × output weight', lane: 'below' as const, values: mlp },
        ]
      : []),
  ]
}

export const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0)
