import { trust, type SimilarityProblem } from './similarity.ts'

/** The arithmetic behind one similarity, to be read beside the two columns. */
export interface SimilarityPair {
  /** people who rated both, ascending */
  readonly shared: Uint32Array
  /** what each of them contributes: ratings, less a mean where the measure subtracts one; 1 each for Jaccard */
  readonly a: number[]
  readonly b: number[]
  /** Σ a·b; for Jaccard the number of people who rated both */
  readonly sumOfProducts: number
  /** √Σ of squares: over everyone who rated the item, or for Pearson over the shared people; for Jaccard the number of raters */
  readonly lengthA: number
  readonly lengthB: number
  readonly n: number
  /** whether the measure says anything: not of an item and itself, nor where a length is 0, nor (Pearson) under 2 shared people, nor below the least overlap */
  readonly defined: boolean
  /** before shrinkage; 0 where undefined */
  readonly quotient: number
  readonly similarity: number
}

/** Items a and b compared, step by step; undefined to itself as in the rows. */
export function similarityPair(problem: SimilarityProblem, a: number, b: number): SimilarityPair {
  const { measure, length, itemStart } = problem
  const { shared, ofA, ofB } = coRated(problem, a, b)
  const n = shared.length
  if (measure === 'pearson') {
    centre(ofA)
    centre(ofB)
  }
  const sumOfProducts = ofA.reduce((sum, x, k) => sum + x * ofB[k]!, 0)
  const raters = (item: number) => itemStart[item + 1]! - itemStart[item]!
  const lengthOf = (item: number, values: number[]) => {
    if (measure === 'jaccard') return raters(item)
    if (measure === 'pearson') return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
    return length[item]!
  }
  const lengthA = lengthOf(a, ofA)
  const lengthB = lengthOf(b, ofB)
  const divisor = measure === 'jaccard' ? lengthA + lengthB - n : lengthA * lengthB
  const trusted = trust(n, problem)
  const defined = a !== b && divisor > 1e-12 && !(measure === 'pearson' && n < 2) && !Number.isNaN(trusted)
  const quotient = defined ? sumOfProducts / divisor : 0
  const similarity = defined ? quotient * trusted : 0
  return { shared, a: ofA, b: ofB, sumOfProducts, lengthA, lengthB, n, defined, quotient, similarity }
}

function coRated(problem: SimilarityProblem, a: number, b: number) {
  const { itemStart, itemPerson, itemEntry, value } = problem
  const people: number[] = []
  const ofA: number[] = []
  const ofB: number[] = []
  let j = itemStart[b]!
  const endB = itemStart[b + 1]!
  for (let i = itemStart[a]!; i < itemStart[a + 1]!; i++) {
    while (j < endB && itemPerson[j]! < itemPerson[i]!) j++
    if (j === endB) break
    if (itemPerson[j] !== itemPerson[i]) continue
    people.push(itemPerson[i]!)
    ofA.push(value[itemEntry[i]!]!)
    ofB.push(value[itemEntry[j]!]!)
  }
  return { shared: Uint32Array.from(people), ofA, ofB }
}

function centre(values: number[]): void {
  const mean = values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length)
  for (let k = 0; k < values.length; k++) values[k]! -= mean
}
