import { folded } from '../../format/folded.ts'

/** A value with the digits that are shown everywhere: two decimals, a true minus, no negative zero. */
export function formatValue(value: number): string {
  const text = value.toFixed(2)
  return text.startsWith('-') ? (Number(text) === 0 ? text.slice(1) : `−${text.slice(1)}`) : text
}

/** What a cell holds, in words: "0.55", "undefined", "not computed yet". */
export function valueWords(value: number, computed: boolean): string {
  if (!computed) return 'not computed yet'
  return Number.isNaN(value) ? 'undefined' : formatValue(value)
}

/** Two items by name; one of them with itself says so. */
export function pairWords(titles: readonly string[], a: number, b: number): string {
  return a === b ? `${titles[a]} with itself` : `${titles[a]} and ${titles[b]}`
}

/** The whole picture in one sentence, for those who do not see it. */
export function summaryWords(measure: string, size: number, rowsDone: number, things: string): string {
  const count = size.toLocaleString('en')
  const done =
    rowsDone >= size ? 'all rows computed' : `${rowsDone.toLocaleString('en')} of ${count} rows computed so far`
  return `${capital(measure)} between ${count} ${things}, a row and a column for each; ${done}`
}

/**
 * The item a search means: the title itself, else the first that starts with it, else the first that holds it. A
 * number is never cut: "5" and "Person 5" do not find Person 50, and "1234" finds Person 1,234.
 */
export function findTitle(titles: readonly string[], typed: string): number | undefined {
  const wanted = plain(typed)
  if (wanted === '') return undefined
  const lower = titles.map(plain)
  const whole = (title: string, at: number) =>
    at >= 0 &&
    !isDigits(title.slice(at - 1, at + 1)) &&
    !isDigits(title.slice(at + wanted.length - 1, at + wanted.length + 1))
  for (const matches of [
    (title: string) => title === wanted,
    (title: string) => title.startsWith(wanted) && whole(title, 0),
    (title: string) => whole(title, title.indexOf(wanted)),
  ]) {
    const found = lower.findIndex(matches)
    if (found >= 0) return found
  }
  return undefined
}

/** Between the digits of a number a comma is no mark of its own. */
const plain = (text: string) => folded(text.replaceAll(',', ''))
const isDigits = (pair: string) => /^\d\d$/.test(pair)

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
