import { useEffect, useState } from 'react'
import type { PairArithmetic } from '../../../workers/algorithms/algorithm.ts'
import type { RunRequest } from '../../../workers/lab-api.ts'
import { lab } from '../../bridge.ts'
import type { SystemProps } from '../system.ts'

export interface Pair {
  readonly a: number
  readonly b: number
}

/** The pair that the page speaks of: the one shown, else the film shown (or first in the list) and what weighs most in it. */
export function pairShown({ shown, view }: Pick<SystemProps, 'shown' | 'view'>): Pair | undefined {
  if (shown?.kind === 'pair') return shown
  const film = shown?.kind === 'item' ? shown.id : view.why?.item
  if (film === undefined) return undefined
  const nearest =
    view.why?.item === film
      ? view.why.explanation.contributions.find(({ item }) => item !== undefined)?.item
      : view.list?.find(({ item }) => item === film)?.because[0]?.item
  return nearest === undefined ? undefined : { a: film, b: nearest }
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
