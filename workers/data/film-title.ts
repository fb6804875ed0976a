import type { Item } from './dataset.ts'

/**
 * `Matrix, The (1999)` as The Matrix, 1999: a title as people say it, and the year. Other names in brackets stay. Every
 * step is linear in the length of the text.
 */
export function titleAndYear(text: string): Pick<Item, 'title' | 'year'> {
  const whole = plainText(text)
  const { main, year } = parted(whole)
  const title = isolated(
    main
      .split(/ (?=\()/)
      .map(turned)
      .join(' '),
  )
  return year === undefined ? { title } : { title, year }
}

/** In NFC, without what steers a terminal or turns the text around it. */
export const plainText = (text: string) => text.normalize('NFC').replace(unseen, '').trim()

/** Control characters, and those that embed or override a direction (UAX 9). */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** The years in brackets at the end: (1999), (2010-), (1999–2003). A text of nothing else is the title. */
function parted(text: string): { main: string; year?: number } {
  const open = text.lastIndexOf('(')
  const main = text.slice(0, Math.max(open, 0)).trimEnd()
  const years = /^\((\d{4})(?:[–-]\d{0,4})?\)$/.exec(text.slice(open, open + 12))
  const atTheEnd = years !== null && open + years[0].length === text.length
  return atTheEnd && main !== '' ? { main, year: Number(years[1]) } : { main: text }
}

/** The first part of a title, or another name of it in brackets, with its article first. */
function turned(part: string, place: number): string {
  if (place === 0) return articleFirst(part)
  return part.startsWith('(') && part.endsWith(')') ? `(${articleFirst(part.slice(1, -1))})` : part
}

const articles = new Set(
  "The A An La Le Les L' Il Lo I Gli El Los Las Un Une Una Der Die Das Ein Eine De Det Den O Os As".split(' '),
)

function articleFirst(title: string): string {
  const comma = title.lastIndexOf(', ')
  const article = title.slice(comma + 2)
  if (comma < 1 || !articles.has(article)) return title
  return `${article}${article.endsWith("'") ? '' : ' '}${title.slice(0, comma)}`
}

/** Hebrew, Arabic and the other scripts from right to left: the blocks that UAX 9 gives them. */
const fromRightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A title with letters from right to left, kept from turning the numbers that follow it: first strong isolate … pop
 * directional isolate (UAX 9), as `<bdi>` does where there is markup. So it stands in every sentence and picture.
 */
export const isolated = (title: string) => (fromRightToLeft.test(title) ? `\u2068${title}\u2069` : title)
