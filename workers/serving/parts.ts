import type { LessData, Person, Recommender, ServedContext } from '../contract/system.ts'
import { algorithms, tunedAsPart } from '../algorithms/catalog.ts'
import type { Settings } from '../contract/spec.ts'
import { chosenParts, type Slot } from './part-settings.ts'

/** A system that another is made of, trained. */
export interface Part {
  readonly slot: Slot
  readonly id: string
  readonly name: string
  readonly recommender: Recommender
}

/** One person as each part sees them, in the order of the parts; undefined where a part can say nothing of them. */
export type PersonInParts = readonly (Person | undefined)[]

/** The parts that the settings name, each with its tuned settings, one after another. */
export async function trainParts(context: ServedContext, settings: Settings, on?: LessData): Promise<readonly Part[]> {
  const parts: Part[] = []
  for (const { slot, id } of chosenParts(settings)) {
    const { shortName } = algorithms.find(({ spec }) => spec.id === id)!.spec
    parts.push({ slot, id, name: shortName, recommender: await context.trained(id, tunedAsPart(id, settings), on) })
  }
  return parts
}

/** What was learned by all of them: "als items". */
export function exportOf(parts: readonly Part[]): Readonly<Record<string, ArrayBufferView>> {
  return Object.fromEntries(
    parts.flatMap(({ id, recommender }) =>
      Object.entries(recommender.export()).map(([name, array]) => [`${id} ${name}`, array]),
    ),
  )
}
