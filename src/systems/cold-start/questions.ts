import type { Snapshot } from '../../../workers/contract/system.ts'
import type { LinePoint } from '../../charts/line/line-reading.ts'
import { lineIn } from './lines.ts'

export interface Question {
  readonly item: number
  /** what the answer was expected to tell, in bits */
  readonly bits: number
  /** undefined where the film was not seen */
  readonly rating: number | undefined
}

/** The films that somebody is asked about, in order; undefined where none are asked. */
export function questionsIn(snapshot: Snapshot | undefined): readonly Question[] | undefined {
  const { askedItems, askedBits, askedRatings } = snapshot ?? {}
  if (!(askedItems instanceof Uint32Array)) return undefined
  const [bits, ratings] = [askedBits as Float64Array, askedRatings as Float64Array]
  return Array.from(askedItems, (item, place) => {
    const rating = ratings[place]!
    return { item, bits: bits[place]!, rating: Number.isNaN(rating) ? undefined : rating }
  })
}

/** The quality of the hand-over after so many questions, by what is asked first. */
export function questionLines(snapshot: Snapshot | undefined) {
  const { questions } = snapshot ?? {}
  if (!(questions instanceof Uint32Array)) return undefined
  return { gain: lineIn(snapshot!, questions, 'gain'), popular: lineIn(snapshot!, questions, 'popular') }
}

export const widest = (points: readonly LinePoint[]) => Math.max(0, ...points.map(({ high, y }) => high ?? y))
