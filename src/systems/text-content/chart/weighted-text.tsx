import { useCallback, useMemo, useRef, useState } from 'react'
import { Name } from '../../../format/name.tsx'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import styles from './weighted-text.module.css'

/** A stretch of a text: a word that counts, or what stands between such words. */
export interface TextPart {
  readonly text: string
  /** undefined where it is no term: too short, a stop word, not kept, or only signs */
  readonly term?: TextTerm | undefined
}

export interface TextTerm {
  /** times it stands in this text */
  readonly times: number
  readonly idf: number
  /** texts it stands in, of `texts` */
  readonly documents: number
  readonly texts: number
  /** its share of the text, brought to length 1 */
  readonly weight: number
  /** its share of the profile */
  readonly profile: number
}

export interface WeightedTextProps {
  readonly title: string
  readonly parts: readonly TextPart[]
  readonly whose: string
  readonly yours: boolean
  readonly caption: string
}

/** A text with its terms underlined as strongly as they weigh, and those marked that the profile has, too. */
export function WeightedText({ title, parts, whose, yours, caption }: WeightedTextProps) {
  const [active, setActive] = useState<number>()
  const [held, setHeld] = useState<number>()
  const places = useMemo(() => parts.flatMap(({ term }, place) => (term ? [place] : [])), [parts])
  const numbers = useCallback(() => numbersOf(parts), [parts])
  const words = useRef<HTMLParagraphElement>(null)
  const shown = [active, held].find((place) => place !== undefined && parts[place]?.term !== undefined)
  const at = shown === undefined ? undefined : wordsOf(parts[shown]!, whose)
  const cursor = useWordCursor(places, shown, words, setActive, setHeld)
  const summary = summaryOf(title, parts, whose)
  return (
    <ChartFrame title={title} caption={caption} numbers={numbers}>
      <div className={styles.box}>
        <p ref={words} className={styles.text} data-yours={yours}>
          {parts.map(({ text, term }, place) =>
            term ? (
              <u
                key={place}
                data-word={place}
                data-match={term.profile > 0 ? 'for' : term.profile < 0 ? 'against' : 'none'}
                data-shown={place === shown}
                style={{ '--weight': term.weight } as React.CSSProperties}
              >
                {text}
              </u>
            ) : (
              <span key={place}>{text}</span>
            ),
          )}
        </p>
        <ChartCursor
          summary={`${summary} Arrow keys go from word to word, Enter keeps one, Escape lets it go.`}
          orientation="horizontal"
          at={
            shown === undefined
              ? undefined
              : { words: at!, pinned: shown === held, place: places.indexOf(shown) + 1, of: places.length }
          }
          {...cursor}
        />
      </div>
      <Readout
        part={shown === undefined ? undefined : parts[shown]}
        against={parts.some(({ term }) => term !== undefined && term.profile < 0)}
        {...{ whose, yours }}
      />
    </ChartFrame>
  )
}

interface ReadoutProps {
  readonly part: TextPart | undefined
  readonly whose: string
  readonly yours: boolean
  /** the profile points away from some word */
  readonly against: boolean
}

/** What the marks mean, or what one word's weight is made of. */
function Readout({ part, whose, yours, against }: ReadoutProps) {
  if (!part?.term)
    return (
      <p className={styles.readout}>
        The thicker a{' '}
        <span className={styles.key}>
          <u style={{ '--weight': 0.35 } as React.CSSProperties}>line</u>
        </span>
        , the more a word weighs here; a{' '}
        <span className={styles.match} data-yours={yours}>
          marked
        </span>{' '}
        one is in {whose} too
        {against && (
          <>
            , which points away from one in a <span className={styles.against}>dashed</span> box
          </>
        )}
        . Point at one to see what its weight is made of.
      </p>
    )
  const { times, idf, documents, texts, weight, profile } = part.term
  return (
    <p className={styles.readout}>
      <b>
        <Name>{part.text.toLowerCase()}</Name>
      </b>
      : {times} × here, in {documents.toLocaleString('en')} of {texts.toLocaleString('en')} texts, idf {idf.toFixed(2)};
      weight {number(weight)} here and {number(profile)} in {whose}, product <b>{number(weight * profile)}</b>
    </p>
  )
}

const number = (value: number) => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−')

function wordsOf({ text, term }: TextPart, whose: string): string {
  const { times, idf, documents, texts, weight, profile } = term!
  return `${text.toLowerCase()}: ${times} times here, in ${documents} of ${texts} texts, idf ${idf.toFixed(2)}, weight ${number(weight)}, ${number(profile)} in ${whose}`
}

function summaryOf(title: string, parts: readonly TextPart[], whose: string): string {
  const terms = parts.filter(({ term }) => term)
  const matching = [...new Set(terms.filter(({ term }) => term!.profile !== 0).map(({ text }) => text.toLowerCase()))]
  const text = parts.map(({ text }) => text).join('')
  const shared = matching.length > 0 ? `Also in ${whose}: ${matching.join(', ')}.` : `None of its words is in ${whose}.`
  return `${title}: ${text} ${shared}`
}

function useWordCursor(
  places: readonly number[],
  shown: number | undefined,
  words: React.RefObject<HTMLParagraphElement | null>,
  look: (place: number | undefined) => void,
  hold: (place: number | undefined) => void,
) {
  const under = (x: number, y: number) => wordAt(words.current!, x, y)
  const here = shown === undefined ? -1 : places.indexOf(shown)
  const last = places.length - 1
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: here + 1,
    ArrowDown: here + 1,
    ArrowLeft: here - 1,
    ArrowUp: here - 1,
    Home: 0,
    End: last,
  }
  return {
    onPoint: (x: number, y: number) => look(under(x, y)),
    onTap: (x: number, y: number) => hold(under(x, y)),
    onLeave: () => look(undefined),
    onFocus: () => last >= 0 && look(places[Math.max(here, 0)]),
    onKey(key: string) {
      if (last < 0) return false
      if (key in moves) look(places[Math.min(Math.max(moves[key]!, 0), last)])
      else if (key === 'Enter' || key === ' ') hold(shown)
      else if (key === 'Escape' && shown !== undefined) {
        look(undefined)
        hold(undefined)
      } else return false
      return true
    },
  }
}

/** The word nearest to a place, as long as it is not far: a finger is wider than a word. */
function wordAt(text: HTMLElement, x: number, y: number): number | undefined {
  const box = text.parentElement!.getBoundingClientRect()
  let nearest: number | undefined
  let least = 14
  for (const word of text.querySelectorAll<HTMLElement>('[data-word]')) {
    for (const { left, right, top, bottom } of word.getClientRects()) {
      const dx = Math.max(left - box.left - x, 0, x - (right - box.left))
      const dy = Math.max(top - box.top - y, 0, y - (bottom - box.top))
      const away = Math.hypot(dx, dy)
      if (away >= least) continue
      least = away
      nearest = Number(word.dataset.word)
    }
  }
  return nearest
}

function numbersOf(parts: readonly TextPart[]) {
  const first = new Map<string, TextTerm>()
  for (const { text, term } of parts) if (term) first.set(text.toLowerCase(), term)
  const rows = [...first].sort(([, a], [, b]) => b.weight - a.weight)
  return {
    about: 'Every word that counts in this text, heaviest first',
    columns: ['word', 'times here', 'texts with it', 'idf', 'weight here', 'in the profile', 'product'],
    length: rows.length,
    row(index: number) {
      const [word, { times, documents, idf, weight, profile }] = rows[index]!
      const parts = [idf, weight, profile, weight * profile].map((value) => value.toFixed(3).replace('-', '−'))
      return [word, String(times), documents.toLocaleString('en'), ...parts]
    },
  }
}
