import type { Recommender, CompositeContext } from '../../contract/system.ts'
import { newItemsOf } from '../../data/new-items.ts'
import { PersonRanker } from '../../evaluation/ranked-person.ts'
import { breather } from '../../lib/breath.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'

const mostPeople = 300

/**
 * How well systems that saw no rating of the new items tell, among those, the ones that somebody went on to rate: the chance
 * that such a one stands above another (AUC; to know nothing is 0.5), systems × people. The people are those who rated a new
 * item; 300 of them, drawn by seed, where they are more.
 */
export async function tellNewItems(
  recommenders: readonly Recommender[],
  { data, seed }: Pick<CompositeContext, 'data' | 'seed'>,
): Promise<readonly Float64Array[]> {
  const { ratings } = data.interactions
  const fresh = newItemsOf(data.interactions, seed)
  const isNew = new Set(fresh)
  const known = Uint32Array.from({ length: ratings.columns }, (_, item) => item).filter((item) => !isNew.has(item))
  const ratedNew = (person: number) =>
    ratings.column.subarray(ratings.start[person], ratings.start[person + 1]).filter((item) => isNew.has(item))
  const all = Uint32Array.from({ length: ratings.rows }, (_, person) => person)
  const people = shuffle(
    all.filter((person) => ratedNew(person).length > 0),
    random(seedFor('people of new items', seed)),
  ).subarray(0, mostPeople)
  const ranker = new PersonRanker(ratings.columns, 1)
  const values = recommenders.map(() => new Float64Array(people.length))
  const breathe = breather()
  for (const [place, person] of people.entries()) {
    for (const [system, recommender] of recommenders.entries()) {
      values[system][place] = ranker.rank(recommender.person(person).scores(), known, ratedNew(person)).auc
    }
    await breathe()
  }
  return values
}
