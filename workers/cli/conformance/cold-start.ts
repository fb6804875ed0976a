import { handOver } from '../../serving/cold-start/hand-over.ts'
import type { Adapter } from './adapter.ts'
import { expectList } from './compare.ts'

type List = readonly (readonly [number, number])[]

interface Inputs {
  readonly user_history_size: number
  readonly n: number
  readonly main: List
  readonly fallback: List
  readonly threshold: number
}

/** Both lists are given, so nothing is trained and nothing runs on a device. */
export const coldStart: Adapter = ({ inputs, expected }, tolerance) => {
  const { user_history_size, n, main, fallback, threshold } = inputs as Inputs
  const list = handOver(user_history_size, threshold, main, fallback).slice(0, n)
  const scores = new Map([...main, ...fallback])
  expectList(
    'list',
    list.map(([item, score]) => ({ item, score })),
    (expected as List).map(([item, score]): [number, number] => [item, score]),
    { tolerance, nearTie: false, tie: 0, scoreOf: (item) => scores.get(item)! },
  )
}
