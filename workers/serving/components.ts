import type { TrainingSubset, Person, Recommender, CompositeContext } from '../contract/system.ts'
import { algorithms, tunedAsComponent } from '../algorithms/catalog.ts'
import type { Settings } from '../contract/spec.ts'
import { chosenComponents, type Slot } from './component-settings.ts'

/** A system that another is made of, trained. */
export interface Component {
  readonly slot: Slot
  readonly id: string
  readonly name: string
  readonly recommender: Recommender
}

/** One person as each part sees them, in the order of the parts; undefined where a part can say nothing of them. */
export type PersonByComponent = readonly (Person | undefined)[]

/** The parts that the settings name, each with its tuned settings, one after another. */
export async function trainComponents(
  context: CompositeContext,
  settings: Settings,
  on?: TrainingSubset,
): Promise<readonly Component[]> {
  const parts: Component[] = []
  for (const { slot, id } of chosenComponents(settings)) {
    const { shortName } = algorithms.find(({ spec }) => spec.id === id)!.spec
    parts.push({
      slot,
      id,
      name: shortName,
      recommender: await context.trained(id, tunedAsComponent(id, settings), on),
    })
  }
  return parts
}

/** What was learned by all of them: "als items". */
export function exportOf(parts: readonly Component[]): Readonly<Record<string, ArrayBufferView>> {
  return Object.fromEntries(
    parts.flatMap(({ id, recommender }) =>
      Object.entries(recommender.export()).map(([name, array]) => [`${id} ${name}`, array]),
    ),
  )
}
