import { useCallback, useMemo, useRef, useState } from 'react'
import type { DatasetInfo } from '../../../../workers/lab/api.ts'
import { lab } from '../../../bridge.ts'
import type { Marked } from '../../../charts/matrix/matrix-legend.tsx'
import { personName, titleOf } from '../../../format/names.ts'
import { count } from '../../../format/numbers.ts'
import type { PairKind } from './pair-kind.ts'

/**
 * Rows marked because of one thing of the other kind: in a matrix of people those who rated a film, in one of films
 * those that a person rated.
 *
 * @param ids of the rows
 */
export function useRatedMarks(kind: PairKind, info: DatasetInfo, ids: Uint32Array) {
  const [found, setFound] = useState<{ readonly ids: ReadonlySet<number>; readonly words: string }>()
  const latest = useRef(0)
  const mark = useCallback(
    (other: number) => {
      const token = ++latest.current
      const show = (rated: readonly number[]) => {
        if (token !== latest.current) return
        const marks = new Set(rated)
        const drawn = ids.filter((id) => marks.has(id)).length
        setFound({ ids: marks, words: wordsFor(kind, info, other, drawn, ids.length) })
      }
      const answer =
        kind.compared === 'people'
          ? ratersOf(info.id, ids, other)
          : lab.ratingsOf(info.id, other).then((ratings) => ratings.map(({ item }) => item))
      answer.then(show).catch(() => undefined) // the marks before stay
    },
    [kind, info, ids],
  )
  const clear = useCallback(() => {
    latest.current++
    setFound(undefined)
  }, [])
  const marked = useMemo<Marked | undefined>(() => found && { ...found, onClear: clear }, [found, clear])
  return [marked, mark] as const
}

function wordsFor({ compared, noun }: PairKind, info: DatasetInfo, other: number, drawn: number, of: number): string {
  const how = compared === 'people' ? `rated ${titleOf(info, other)}` : `rated by ${personName(other)}`
  return `${how}: ${count(drawn)} of ${count(of)} ${noun.many}`
}

/** What each person rated, by dataset: asked for once, when somebody first looks for a film. */
const histories = new Map<string, Promise<readonly ReadonlySet<number>[]>>()

async function ratersOf(dataset: string, people: Uint32Array, film: number): Promise<number[]> {
  const key = `${dataset} ${people.length}`
  let known = histories.get(key)
  if (!known) {
    known = Promise.all(
      Array.from(people, async (person) => new Set((await lab.ratingsOf(dataset, person)).map(({ item }) => item))),
    )
    histories.set(key, known)
    known.catch(() => histories.delete(key))
  }
  const rated = await known
  return [...people].filter((_, place) => rated[place]!.has(film))
}
