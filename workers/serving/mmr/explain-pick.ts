import { addedUp, type Explanation } from '../../contract/system.ts'

/** Why a film was picked: its relevance, less its likeness to the most similar of those picked before. */
export interface Pick {
  /** scaled within the candidates, unless the raw score is wanted */
  readonly relevance: number
  readonly similarity: number
  /** the title of that film; of no use where the similarity is 0 */
  readonly like: string
}

/** The two shares of a pick's value: λ × relevance − (1 − λ) × similarity. */
export function explainPick({ relevance, similarity, like }: Pick, lambda: number): Explanation {
  const parts = [{ label: 'relevance', rating: relevance, weight: lambda, amount: lambda * relevance }]
  if (similarity > 0) {
    const [label, weight] = [`likeness to ${like}`, lambda - 1]
    parts.push({ label, rating: similarity, weight, amount: weight * similarity })
  }
  return addedUp('parts', parts)
}
