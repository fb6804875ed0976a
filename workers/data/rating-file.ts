import { DataError, type RatingScale } from './dataset.ts'

/** How a file of ratings is written: four whole fields (person, item, rating, seconds) a line. */
export interface RatingLayout {
  readonly separator: string
  /** its first line, where it has one */
  readonly header?: string
  readonly scale: RatingScale
}

/** Ratings in the order of the file. */
export interface RatingRows {
  readonly person: Uint32Array
  /** index of the item, as `itemOf` gave it */
  readonly item: Uint32Array
  readonly rating: Float32Array
  /** seconds since 1970 */
  readonly time: Float64Array
}

/** Where an item's id stands in the list of items. */
export interface ItemIndex {
  readonly file: string
  readonly of: ReadonlyMap<number, number>
}

const newline = 10
const carriageReturn = 13
const largestId = 4_294_967_295
const largestTime = 253_402_300_799 // the last second of the year 9999

/**
 * Reads ratings straight from the bytes, a line at a time; blank lines are passed over. Throws DataError with line and
 * column (the number of the field) at the first thing that is not as it must be. `onBytes` hears how far it is.
 */
export function readRatings(
  file: string,
  bytes: Uint8Array,
  layout: RatingLayout,
  items: ItemIndex,
  onBytes: (done: number) => void,
): RatingRows {
  const rows = emptyRows(countLines(bytes))
  const from: LineReader = new LineReader(file, bytes, layout.separator)
  const { low, high, step } = layout.scale
  const aRating = `a rating from ${low} to ${high}`
  if (layout.header !== undefined) from.header(layout.header)
  let length = 0
  let reported = 0
  while (from.toNextLine()) {
    rows.person[length] = from.whole(1, 'a person’s id', largestId)
    from.separator(2, 'an item’s id')
    const item = items.of.get(from.whole(2, 'an item’s id', largestId))
    if (item === undefined) from.fail(2, `an id that is in ${items.file}`)
    rows.item[length] = item
    from.separator(3, aRating)
    const rating = from.decimal(3, aRating)
    if (rating < low || rating > high) from.fail(3, aRating)
    if (!Number.isInteger(rating / step)) from.fail(3, `a rating in steps of ${step}`)
    rows.rating[length] = rating
    from.separator(4, 'a time in seconds')
    rows.time[length] = from.whole(4, 'a time in seconds', largestTime)
    from.endOfLine(5)
    length++
    if (from.at - reported > 1 << 20) onBytes((reported = from.at))
  }
  if (length === 0) throw new DataError(`${file}: expected ratings, found none`)
  onBytes(bytes.length)
  return {
    person: rows.person.subarray(0, length),
    item: rows.item.subarray(0, length),
    rating: rows.rating.subarray(0, length),
    time: rows.time.subarray(0, length),
  }
}

function emptyRows(length: number) {
  return {
    person: new Uint32Array(length),
    item: new Uint32Array(length),
    rating: new Float32Array(length),
    time: new Float64Array(length),
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 1
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++
  return lines
}

/** Walks over bytes, field by field. Fields are numbered from 1; errors name the line and the field. */
class LineReader {
  at = 0
  readonly #file: string
  readonly #bytes: Uint8Array
  readonly #separator: Uint8Array
  #line = 0
  /** where the field being read begins */
  #field = 0

  constructor(file: string, bytes: Uint8Array, separator: string) {
    this.#file = file
    this.#bytes = bytes
    this.#separator = new TextEncoder().encode(separator)
  }

  header(expected: string) {
    const bytes = this.#bytes
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    let end = bytes.indexOf(newline)
    if (end < 0) end = bytes.length
    this.#line = 1
    this.#field = mark
    const got = new TextDecoder().decode(bytes.subarray(mark, end)).trim()
    if (got !== expected) this.#throw(1, `the header ${expected}`, got === '' ? this.#ending() : `"${short(got)}"`)
    this.at = end
    this.#stepOver()
  }

  /** To the start of the next line that is not blank; false at the end. */
  toNextLine(): boolean {
    const bytes = this.#bytes
    this.#line++
    while (this.at < bytes.length && (bytes[this.at] === newline || bytes[this.at] === carriageReturn)) {
      if (bytes[this.at] === newline) this.#line++
      this.at++
    }
    this.#field = this.at
    return this.at < bytes.length
  }

  /** Digits, as a number up to `largest`. */
  whole(field: number, what: string, largest: number): number {
    const bytes = this.#bytes
    const begin = this.at
    this.#field = begin
    let value = 0
    let digit = bytes[this.at]! - 48
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = bytes[++this.at]! - 48
    }
    if (this.at === begin || value > largest) this.fail(field, what)
    return value
  }

  /** Digits, perhaps with a point and more digits. */
  decimal(field: number, what: string): number {
    const begin = this.at
    const whole = this.whole(field, what, largestId)
    if (this.#bytes[this.at] !== 46) return whole
    const point = ++this.at
    if (!(this.#bytes[point]! >= 48 && this.#bytes[point]! <= 57)) {
      this.#field = begin
      this.fail(field, what)
    }
    const fraction = this.whole(field, what, largestId)
    let scale = 1
    for (let k = point; k < this.at; k++) scale *= 10
    this.#field = begin
    return whole + fraction / scale
  }

  /** Passes over a separator; `next` is the field that it opens. */
  separator(next: number, what: string) {
    for (let k = 0; k < this.#separator.length; k++) {
      if (this.#bytes[this.at + k] === this.#separator[k]) continue
      if (!this.#atLineEnd()) this.fail(next - 1, `${JSON.stringify(this.#separatorText())} after a number`)
      this.#field = this.at
      this.fail(next, what)
    }
    this.at += this.#separator.length
  }

  endOfLine(field: number) {
    if (!this.#atLineEnd()) {
      const separated = this.#bytes[this.at] === this.#separator[0]
      if (separated) this.#field = this.at + this.#separator.length
      this.fail(separated ? field : field - 1, separated ? 'the end of the line' : 'a whole number')
    }
    this.#stepOver()
  }

  /** Throws DataError: what was expected in this field, and what stands there. */
  fail(field: number, expected: string): never {
    const bytes = this.#bytes
    let end = this.#field
    while (end < bytes.length && bytes[end] !== newline && bytes[end] !== carriageReturn) {
      if (bytes[end] === this.#separator[0] && bytes[end + 1] === (this.#separator[1] ?? bytes[end + 1])) break
      end++
    }
    const text = new TextDecoder().decode(bytes.subarray(this.#field, end))
    this.#throw(field, expected, text === '' ? this.#ending() : `"${short(text)}"`)
  }

  #throw(field: number, expected: string, got: string): never {
    throw new DataError(`${this.#file} line ${this.#line}, column ${field}: expected ${expected}, got ${got}`)
  }

  #ending(): string {
    const byte = this.#bytes[this.#field]
    if (byte === undefined) return 'the end of the file'
    return byte === newline || byte === carriageReturn ? 'the end of the line' : 'nothing'
  }

  #atLineEnd(): boolean {
    const byte = this.#bytes[this.at]
    return byte === undefined || byte === newline || (byte === carriageReturn && this.#bytes[this.at + 1] === newline)
  }

  #stepOver() {
    if (this.#bytes[this.at] === carriageReturn) this.at++
    if (this.#bytes[this.at] === newline) this.at++
  }

  #separatorText(): string {
    return new TextDecoder().decode(this.#separator)
  }
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
