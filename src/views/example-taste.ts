import { useEffect, useState } from 'react'
import { lab } from '../bridge.ts'
import { useApp } from '../state/store.ts'
import { titleOf } from '../format/names.ts'

const named = 3

/** Films that a person of the data liked best, by title, to make an example somebody; empty until they are known. */
export function useExampleTaste(person: number | undefined): readonly string[] {
  const info = useApp((state) => state.info)
  const [taste, setTaste] = useState<readonly string[]>([])
  useEffect(() => {
    if (person === undefined || !info) return
    let current = true
    lab
      .ratingsOf(info.id, person)
      .then((ratings) => {
        const best = ratings.toSorted((a, b) => b.rating - a.rating || info.viewers[b.item]! - info.viewers[a.item]!)
        if (current) setTaste(best.slice(0, named).map(({ item }) => titleOf(info, item)))
      })
      .catch(() => undefined) // the example goes without its films
    return () => {
      current = false
    }
  }, [person, info])
  return taste
}
