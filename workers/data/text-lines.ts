import { DataError } from './dataset.ts'
import { limits } from './limits.ts'

/** A line of a text, and its number from 1. */
export type Line = readonly [text: string, number: number]

/**
 * A text's lines that are not blank, one at a time, whatever ends them (a line feed, with or without a carriage return).
 * Throws DataError at one that is too long to be a film's.
 */
export function* linesOf(file: string, text: string): Generator<Line, undefined> {
  for (let start = 0, number = 1; start < text.length; number++) {
    const feed = text.indexOf('\n', start)
    const next = feed < 0 ? text.length : feed
    const end = next > start && text[next - 1] === '\r' ? next - 1 : next
    if (end - start > limits.line) throw tooLong(file, number)
    if (end > start) yield [text.slice(start, end), number]
    start = next + 1
  }
  return undefined
}

function tooLong(file: string, line: number): DataError {
  const most = limits.line.toLocaleString('en')
  return new DataError(
    `${file} line ${line}, column 1: expected a line of at most ${most} characters, got a longer one; shorten it`,
  )
}

/** The fields of a line of a CSV (RFC 4180): those that begin with a quote end with one, and hold two for each inside. */
export function csvFields(line: string, separator: string): { readonly fields: string[]; readonly open: boolean } {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (line[at] === '"') {
      const { text, end } = quoted(line, at + 1)
      if (end === undefined) return { fields: [...fields, line.slice(at)], open: true }
      const next = line.indexOf(separator, end)
      fields.push(text + line.slice(end, next < 0 ? undefined : next))
      if (next < 0) return { fields, open: false }
      at = next + 1
    } else {
      const next = line.indexOf(separator, at)
      fields.push(line.slice(at, next < 0 ? undefined : next))
      if (next < 0) return { fields, open: false }
      at = next + 1
    }
  }
}

/** From behind the first quote to behind the last; without an end where there is none. */
function quoted(line: string, start: number): { readonly text: string; readonly end?: number } {
  const parts: string[] = []
  for (let at = start; ;) {
    const quote = line.indexOf('"', at)
    if (quote < 0) return { text: '' }
    parts.push(line.slice(at, quote))
    if (line[quote + 1] !== '"') return { text: parts.join('"'), end: quote + 1 }
    at = quote + 2
  }
}

/** Text in UTF-8, with or without a byte order mark; undefined where it is not. Throws DataError on UTF-16. */
export function utf8(file: string, bytes: Uint8Array): string | undefined {
  refuseUtf16(file, bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Text in UTF-8 where it is, else in Latin-1, as MovieLens 100K and 1M came. */
export const utf8OrLatin1 = (file: string, bytes: Uint8Array): string =>
  utf8(file, bytes) ?? new TextDecoder('latin1').decode(bytes.subarray(markLength(bytes)))

/** Of the byte order mark of UTF-8, where a file begins with one. */
export const markLength = (bytes: Uint8Array) => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

/** Spreadsheets call it "Unicode text". */
export function refuseUtf16(file: string, [first, second]: Uint8Array): void {
  if (!(first === 0xff && second === 0xfe) && !(first === 0xfe && second === 0xff)) return
  throw new DataError(`${file} line 1, column 1: expected text in UTF-8, got UTF-16; save it again as UTF-8`)
}

/** The line of the first byte that is not UTF-8. */
export function lineNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(10, start)
    const end = feed < 0 ? bytes.length : feed
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
  }
  return line
}

/** How a table is written. */
export interface Dialect {
  readonly separator: string
  /** its first line names the columns */
  readonly header: boolean
  readonly columns: number
}

/**
 * Told by a table's first line: its header (`names`, of which at least the first `fewest`), or where that is missing a
 * row that begins with a number; fields parted by commas, semicolons or tabs, in quotes or not. Undefined if it is neither.
 */
export function dialectOf(firstLine: string, names: readonly string[], fewest: number): Dialect | undefined {
  const plain = firstLine.slice(0, limits.line).replaceAll('"', '').trim()
  for (const separator of [',', ';', '\t']) {
    const fields = plain.split(separator)
    const columns = Math.min(fields.length, names.length)
    if (fields.length < fewest) continue
    if (fields.length === columns && fields.every((name, k) => name === names[k]))
      return { separator, header: true, columns }
    if (/^\d+$/.test(fields[0]!)) return { separator, header: false, columns }
  }
  return undefined
}

/** What stands where something else was expected, short enough to read. */
export function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
