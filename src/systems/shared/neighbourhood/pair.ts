import { useEffect, useState } from 'react'
import type { PairArithmetic } from '../../../../workers/contract/system.ts'
import type { Settings } from '../../../../workers/contract/spec.ts'
import type { RunRequest } from '../../../../workers/lab/api.ts'
import { lab } from '../../../bridge.ts'

/** Two films, or two people, by id. */
export interface Pair {
  readonly a: number
  readonly b: number
}

const keptPairs = 200
const asked = new Map<string, Promise<PairArithmetic>>()

function ask(question: string): Promise<PairArithmetic> {
  let answer = asked.get(question)
  if (!answer) {
    const { run, a, b } = JSON.parse(question) as { run: RunRequest } & Pair
    answer = lab.pair(run, a, b)
    if (asked.size >= keptPairs) asked.delete(asked.keys().next().value!)
    asked.set(question, answer)
    answer.catch(() => asked.delete(question))
  }
  return answer
}

/** The arithmetic behind a pair; while another is being worked out, the last one. */
export function usePairArithmetic(run: RunRequest, pair: Pair | undefined): PairArithmetic | undefined {
  const question = pair && pair.a !== pair.b ? JSON.stringify({ run, a: pair.a, b: pair.b }) : undefined
  const [arithmetic, setArithmetic] = useState<PairArithmetic>()
  useEffect(() => {
    if (question === undefined) return
    let current = true
    ask(question)
      .then((answer) => current && setArithmetic(answer))
      .catch(() => undefined) // the panel keeps the pair before
    return () => {
      current = false
    }
  }, [question])
  return question === undefined ? undefined : arithmetic
}

/** Why a pair has no similarity, in words; undefined where it has one. */
export function whyUndefined({ shared, lengthA, lengthB }: PairArithmetic, settings: Settings): string | undefined {
  const least = Math.max(Number(settings.minOverlap ?? 1), settings.measure === 'pearson' ? 2 : 1)
  if (shared.length < least && least > 1)
    return shared.length < Number(settings.minOverlap ?? 1)
      ? `fewer than the minimum overlap of ${least}`
      : 'a correlation takes two'
  if (lengthA === 0 || lengthB === 0) return 'a length is 0, and nothing can be divided by it'
  return undefined
}
