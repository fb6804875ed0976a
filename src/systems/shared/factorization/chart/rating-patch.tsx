import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { Name } from '../../../../format/name.tsx'
import { ChartFrame, Keys } from '../../../../charts/chart-frame.tsx'
import { lookOf, type Domain } from '../../../../charts/colour-scales.ts'
import { PatchCanvas } from './patch-canvas.tsx'
import { number, PatchReadout, stars } from './patch-readout.tsx'
import { lengthShares, rebuiltAt, rebuiltInShort, termsOf, type FactoredPatch } from './patch-rebuild.ts'
import { SpectrumSlider } from './spectrum-slider.tsx'
import { useTokens } from '../../../../charts/tokens.ts'
import styles from './rating-patch.module.css'

/** What rebuilds the patch. */
export interface Rebuilder {
  readonly name: string
  readonly patch: FactoredPatch
}

export interface RatingPatchProps {
  /** the one that is drawn */
  readonly drawn: Rebuilder
  /** one to read it beside, of the same people and items */
  readonly beside?: Rebuilder | undefined
  readonly peopleNames: readonly string[]
  readonly titles: readonly string[]
  readonly domain: Domain
  /** factors that rebuild it */
  readonly rank: number
  readonly onRank: (rank: number) => void
  /** chooses which is drawn */
  readonly choice?: ReactNode
  /** stars below this went in as 0 */
  readonly countedFrom: number
  /** an item that is selected elsewhere */
  readonly selected?: number | undefined
  readonly onPin: (item: number | undefined) => void
  readonly caption: string
}

/** A patch of the ratings as they are, and beside it as some factors rebuild them, cell by cell. */
export function RatingPatch(props: RatingPatchProps) {
  const { drawn, beside, titles, peopleNames, domain, rank, onRank, choice, countedFrom, selected, onPin } = props
  const { patch } = drawn
  const { ratings, items } = patch
  const tokens = useTokens()
  const look = useMemo(() => lookOf('sequential', tokens), [tokens])
  const rebuilt = useMemo(() => rebuiltAt(patch, rank), [patch, rank])
  const [looked, setLooked] = useState<number>()
  const [pinned, setPinned] = useState<number>()
  const elsewhere = Array.from(items).indexOf(selected ?? -1)
  // A film chosen elsewhere is read in the first row; a pinned cell holds as long as its film does.
  const held = pinned !== undefined && (elsewhere < 0 || pinned % items.length === elsewhere) ? pinned : undefined
  const cell = looked ?? held ?? (elsewhere >= 0 ? elsewhere : firstUnrated(ratings, items.length))
  const told = useMemo(
    () => tellerOf(patch, titles, peopleNames, countedFrom),
    [patch, titles, peopleNames, countedFrom],
  )
  const words = (at: number) => `${told.nameOf(at)}: ${told.ratedIn(at)}, rebuilt ${stars(rebuilt[at]!)}`
  const pin = (at: number | undefined) => {
    setPinned(at)
    onPin(at === undefined ? undefined : items[at % items.length])
  }
  const shares = useMemo(() => lengthShares(patch), [patch])
  const numbers = useCallback(() => numbersOf(told, rebuilt), [told, rebuilt])
  const shared = { columns: items.length, look, domain, tokens, cell, pinned: held === cell, words }
  const handlers = { onLook: setLooked, onPin: pin }
  const size = `${peopleNames.length} people × ${items.length} films`
  return (
    <ChartFrame
      title="The ratings, rebuilt"
      beside={
        <Keys>
          <span className={styles.scale}>
            {domain[0]} <i style={{ background: look.gradient }} /> {domain[1]} stars
          </span>
          <span className={styles.scale}>
            <i className={styles.hatch} style={{ background: hatching(look.hatch) }} /> not rated
          </span>
        </Keys>
      }
      caption={props.caption}
      numbers={numbers}
    >
      <div className={styles.pair}>
        <div>
          <div className={styles.over}>as rated</div>
          <PatchCanvas {...shared} {...handlers} cells={ratings} summary={`${size}, the stars as they were given.`} />
        </div>
        <div>
          <div className={styles.over}>{choice ?? `rebuilt by ${drawn.name}`}</div>
          <PatchCanvas
            {...shared}
            {...handlers}
            cells={rebuilt}
            summary={`${size}, rebuilt by ${drawn.name} from ${rank} factors.`}
          />
        </div>
      </div>
      <div className={styles.pair}>
        <SpectrumSlider
          shares={shares}
          rank={rank}
          onRank={onRank}
          ofWhat={patch.whole === undefined ? 'what the factors hold' : 'all cells, squared'}
        />
        {cell !== undefined && (
          <PatchReadout
            rows={[rowOf(drawn, ratings, rank, cell), ...(beside ? [rowOf(beside, ratings, rank, cell)] : [])]}
          />
        )}
      </div>
      {cell !== undefined && (
        <p className={styles.reading}>
          <b>
            <Name>{told.nameOf(cell)}</Name>
          </b>
          : {told.ratedIn(cell)}
          <br />
          {sumOf(drawn, cell, rank, rebuilt[cell]!)}
        </p>
      )}
    </ChartFrame>
  )
}

/** Names a cell, and says what was rated in it. */
function tellerOf(
  { items, ratings }: FactoredPatch,
  titles: readonly string[],
  peopleNames: readonly string[],
  countedFrom: number,
) {
  return {
    nameOf: (at: number) =>
      `${peopleNames[Math.floor(at / items.length)]}, ${titles[items[at % items.length]!] ?? 'film'}`,
    ratedIn(at: number) {
      const rating = ratings[at]!
      if (Number.isNaN(rating)) return 'not rated'
      return rating < countedFrom ? `${rating} ★ (as 0)` : `${rating} ★`
    },
  }
}

function numbersOf({ nameOf, ratedIn }: ReturnType<typeof tellerOf>, rebuilt: Float32Array) {
  return {
    about: 'Stars as rated and as rebuilt',
    columns: ['person and film', 'rated', 'rebuilt'],
    length: rebuilt.length,
    row: (at: number) => [nameOf(at), ratedIn(at), number(rebuilt[at]!)],
  }
}

function firstUnrated(ratings: Float32Array, columns: number): number | undefined {
  const place = ratings.subarray(0, columns).findIndex((rating) => Number.isNaN(rating))
  return ratings.length > 0 ? Math.max(place, 0) : undefined
}

/** The same rank for both; of one that has fewer factors, all. */
function rowOf({ name, patch }: Rebuilder, ratings: Float32Array, rank: number, cell: number) {
  const own = Math.min(rank, patch.spectrum.length)
  const rebuilt = rebuiltAt(patch, own)
  return { name, cell: rebuilt[cell]!, ...rebuiltInShort(ratings, rebuilt) }
}

const namedTerms = 4

/** "3.21 = 0 + 2.61 + 0.40 + 0.20", the terms past the fourth in one. */
function sumOf({ name, patch }: Rebuilder, cell: number, rank: number, rebuilt: number): string {
  const terms = termsOf(patch, cell, rank)
  const rest = terms.slice(namedTerms).reduce((sum, term) => sum + term, 0)
  const shown = terms.slice(0, namedTerms).map(signedTerm)
  const others = terms.length > namedTerms ? ` ${signedTerm(rest)} (${terms.length - namedTerms} more)` : ''
  return `${name}: ${number(rebuilt)} = ${[number(patch.base[cell]!), ...shown].join(' ')}${others}`
}

const signedTerm = (term: number) => `${term < 0 ? '−' : '+'} ${number(Math.abs(term))}`

function hatching([ground, stroke]: readonly [string, string]): string {
  return `repeating-linear-gradient(-45deg, ${stroke} 0 1px, ${ground} 1px 2.83px)`
}
