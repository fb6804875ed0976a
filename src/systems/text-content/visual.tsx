import { useMemo } from 'react'
import { textOf, wordPattern } from '../../../workers/algorithms/text-content/spec.ts'
import type { Item } from '../../../workers/data/dataset.ts'
import { ProductBars } from '../shared/profile/chart/product-bars.tsx'
import { byWeight, type ProductRow } from '../shared/profile/chart/product-rows.ts'
import { WeightedText, type TextPart } from './chart/weighted-text.tsx'
import { titleOf } from '../../format/names.ts'
import { NoProfile } from '../shared/profile/no-profile.tsx'
import {
  entriesOf,
  filmShown,
  productRows,
  profileSpace,
  profileLabel,
  type ProfileSpace,
} from '../shared/profile/profile-space.ts'
import type { SystemProps } from '../system.ts'
import pictures from '../shared/lesson/two-pictures.module.css'

/** The description of the film shown with its words weighed, and the profile's words beside it. */
export function Visual(props: SystemProps) {
  const { view, run, info, who } = props
  const space = useMemo(() => profileSpace(view.snapshot), [view.snapshot])
  const film = filmShown(props)
  const rows = useMemo(() => (space ? productRows(space, film) : []), [space, film])
  const sorted = useMemo(() => byWeight(rows), [rows])
  const item = film === undefined ? undefined : info.items[film]
  const parts = useMemo(
    () => (space && item ? partsOf(item, film!, space, rows, view.snapshot ?? {}) : []),
    [space, item, film, rows, view.snapshot],
  )
  if (!space?.profile || film === undefined || !item) return <NoProfile {...props} madeOf="the words of rated films" />
  const [whose, yours] = [profileLabel(who), typeof who !== 'number']
  const read = film < Number(view.snapshot?.read ?? 0)
  return (
    <div className={pictures.pair}>
      <WeightedText
        title={titleOf(info, film)}
        caption={captionOf(item, read)}
        key={film}
        {...{ parts, whose, yours }}
      />
      <ProductBars
        title="Words in common"
        what="word"
        film={titleOf(info, film)}
        rows={sorted}
        signed={run.settings.weights === 'centred'}
        caption="Product by product, both sides brought to length 1; marked: what the film has."
        {...{ whose, yours }}
      />
    </div>
  )
}

function captionOf({ description }: Item, read: boolean): string {
  if (!read) return 'Not read by this step, so no word of it counts yet.'
  const plain = 'Words without a line are stop words, or not among the words kept.'
  return description === undefined ? `No description is known: its title and genres are read. ${plain}` : plain
}

/** The text cut at its words, with what is known of each that counts. */
function partsOf(
  item: Item,
  film: number,
  space: ProfileSpace,
  rows: readonly ProductRow[],
  { idf, documents, count, read }: NonNullable<SystemProps['view']['snapshot']>,
): TextPart[] {
  if (!(idf instanceof Float32Array && documents instanceof Uint32Array && count instanceof Uint32Array)) return []
  const first = space.start[film]!
  const entries = Array.from(entriesOf(space, film).feature, (term, place) => ({ term, times: count[first + place]! }))
  const termOf = new Map(entries.map((entry) => [space.names[entry.term]!, entry]))
  const text = textOf(item)
  const parts: TextPart[] = []
  let at = 0
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const entry = termOf.get(word.toLowerCase())
    if (!entry) continue
    if (index > at) parts.push({ text: text.slice(at, index) })
    const { profile, film: weight } = rows[entry.term] ?? { profile: 0, film: 0 }
    parts.push({
      text: word,
      term: {
        times: entry.times,
        idf: idf[entry.term]!,
        documents: documents[entry.term]!,
        texts: Number(read),
        weight,
        profile,
      },
    })
    at = index + word.length
  }
  return at < text.length ? [...parts, { text: text.slice(at) }] : parts
}
