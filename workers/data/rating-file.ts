import { DataError, type RatingScale } from './dataset.ts'
import { limits, smaller } from './limits.ts'
import { dialectOf, markLength, refuseUtf16, short } from './text-lines.ts'

/** How a file of ratings is written: four whole fields (person, item, rating, seconds) a line. */
export interface RatingLayout {
  /** undefined: a CSV, whose first line says how it is written */
  readonly separator?: string
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

/** The ratings of a file, and in sentences what was gone on without or taken for something. */
export interface RatingFile {
  readonly rows: RatingRows
  readonly notes: readonly string[]
}

/** Where an item's id stands in the list of items. */
export interface ItemIndex {
  readonly file: string
  readonly of: ReadonlyMap<number, number>
}

const newline = 10
const carriageReturn = 13
const quote = 34
const columns = ['userId', 'movieId', 'rating', 'timestamp']
const largestId = 4_294_967_295
const largestTime = 253_402_300_799 // the last second of the year 9999
/** bytes of a field that an error looks at */
const longestShown = 200
const wholeIds = `ids must be whole numbers up to ${largestId.toLocaleString('en')}`

/**
 * Reads ratings straight from the bytes, a line at a time; blank lines are passed over, and so are ratings that are blank
 * or of items that are not in the list, which the notes count. Throws DataError with line and column (the number of the
 * field) at the first thing that is not as it must be. `onBytes` hears how far it is.
 */
export function readRatings(
  file: string,
  bytes: Uint8Array,
  layout: RatingLayout,
  items: ItemIndex,
  onBytes: (done: number) => void,
): RatingFile {
  refuseUtf16(file, bytes)
  const { from, timed, headless } = openTable(file, bytes, layout)
  const { low, high, step } = layout.scale
  const aRating = `a rating from ${low} to ${high}`
  const otherScale = `bring your ratings to ${low} to ${high}`
  const rows = new GrowingRows()
  const left = new LeftOut(file, items.file)
  let reported = 0
  while (from.toNextLine()) {
    const person = from.whole(1, 'a person’s id', largestId, `${wholeIds}: number the people`)
    from.separator(2, 'an item’s id')
    const id = from.whole(2, 'an item’s id', largestId, `${wholeIds}: number the films`)
    from.separator(3, aRating)
    const blank = from.blank()
    const rating = blank ? NaN : from.decimal(3, aRating, otherScale)
    if (rating < low || rating > high) from.fail(3, aRating, otherScale)
    if (!blank && !Number.isInteger(rating / step)) from.fail(3, `a rating in steps of ${step}`, otherScale)
    if (timed) from.separator(4, 'a time in seconds')
    const time = timed ? from.whole(4, 'a time in seconds', largestTime * 1000) : 0
    from.endOfLine(timed ? 5 : 4)
    const item = items.of.get(id)
    if (item === undefined) left.missing(id, from.line)
    else if (blank) left.blank(from.line)
    else if (!rows.add(person, item, rating, time)) throw tooMany(file, from.line)
    if (from.at - reported > 1 << 20) onBytes((reported = from.at))
  }
  onBytes(bytes.length)
  if (rows.length === 0) throw left.nothing()
  const read = rows.done()
  const notes = [
    ...left.notes(),
    ...(headless ? [`${file} has no header: its columns were taken in MovieLens’s order.`] : []),
  ]
  return { rows: read, notes: [...notes, ...noteOnTime(read.time, timed)] }
}

function openTable(file: string, bytes: Uint8Array, { separator }: RatingLayout) {
  if (separator !== undefined)
    return { from: new LineReader(file, bytes, separator) as LineReader, timed: true, headless: false }
  const first = firstLine(bytes)
  const dialect = dialectOf(first, columns, 3)
  const from: LineReader = new LineReader(file, bytes, dialect?.separator ?? ',')
  if (!dialect) from.refuseHeader(`the header ${columns.join(',')}`, first)
  if (dialect.header) from.passLine()
  return { from, timed: dialect.columns === columns.length, headless: !dialect.header }
}

function firstLine(bytes: Uint8Array): string {
  const most = bytes.subarray(markLength(bytes), limits.line)
  const end = most.indexOf(newline)
  return new TextDecoder().decode(end < 0 ? most : most.subarray(0, end)).trim()
}

/** Brings milliseconds to seconds, in place, and says what there is to say of the times. */
function noteOnTime(time: Float64Array, timed: boolean): string[] {
  const largest = time.reduce((most, t) => Math.max(most, t), 0)
  const inMilliseconds = largest > largestTime
  if (inMilliseconds) for (let k = 0; k < time.length; k++) time[k] /= 1000
  const tied = time.length > 1 && time.every((t) => t === time[0])
  return [
    ...(inMilliseconds ? ['Its times are in milliseconds, and were taken so.'] : []),
    ...(tied
      ? [
          `${timed ? 'All its times are equal' : 'It has no times'}: whatever goes by time, a split by the latest rating ` +
            'for one, goes by the films’ order in the list instead.',
        ]
      : []),
  ]
}

function tooMany(file: string, line: number): DataError {
  const most = limits.ratings.toLocaleString('en')
  return new DataError(`${file} line ${line}: more than ${most} ratings are too many for a browser; ${smaller}`)
}

/** Ratings that cannot be used: how many, of what, and where the first of them stands. */
class LeftOut {
  readonly #file: string
  readonly #films: string
  readonly #ids = new Set<number>()
  #missing = 0
  #missingLine = 0
  #blank = 0
  #blankLine = 0

  constructor(file: string, films: string) {
    this.#file = file
    this.#films = films
  }

  missing(id: number, line: number) {
    if (this.#missing++ === 0) this.#missingLine = line
    if (this.#ids.size < 4) this.#ids.add(id)
  }

  blank(line: number) {
    if (this.#blank++ === 0) this.#blankLine = line
  }

  notes(): string[] {
    return [
      ...(this.#missing > 0
        ? [`${ratings(this.#missing)} left out, of films that ${this.#films} lacks: ${this.#names()}.`]
        : []),
      ...(this.#blank > 0
        ? [`${ratings(this.#blank)} left out because the rating is blank, the first in line ${this.#blankLine}.`]
        : []),
    ]
  }

  nothing(): DataError {
    if (this.#missing > 0)
      return new DataError(
        `${this.#file} line ${this.#missingLine}, column 2: expected an id that is in ${this.#films}, got ` +
          `"${[...this.#ids][0]}", and likewise with every other rating; choose the two files that belong together`,
      )
    if (this.#blank > 0)
      return new DataError(`${this.#file} line ${this.#blankLine}, column 3: expected ratings, and every one is blank`)
    return new DataError(`${this.#file}: expected ratings, found none`)
  }

  #names(): string {
    const [first, ...others] = this.#ids
    const more = others.length === 0 ? '' : `, then ${others.slice(0, 2).join(', ')}${others.length > 2 ? ' …' : ''}`
    return `id ${first} in line ${this.#missingLine}${more}`
  }
}

const ratings = (n: number) => `${n.toLocaleString('en')} rating${n === 1 ? ' was' : 's were'}`

/** Columns that grow as rows come, so that a file's blank lines take no room. */
class GrowingRows {
  length = 0
  #rows = emptyRows(1024)

  /** False where there is no room for one more. */
  add(person: number, item: number, rating: number, time: number): boolean {
    if (this.length === limits.ratings) return false
    if (this.length === this.#rows.time.length) this.#grow()
    this.#rows.person[this.length] = person
    this.#rows.item[this.length] = item
    this.#rows.rating[this.length] = rating
    this.#rows.time[this.length] = time
    this.length++
    return true
  }

  #grow() {
    const { person, item, rating, time } = this.#rows
    this.#rows = emptyRows(Math.min(2 * this.length, limits.ratings))
    this.#rows.person.set(person)
    this.#rows.item.set(item)
    this.#rows.rating.set(rating)
    this.#rows.time.set(time)
  }

  done(): RatingRows {
    const { person, item, rating, time } = this.#rows
    return {
      person: person.subarray(0, this.length),
      item: item.subarray(0, this.length),
      rating: rating.subarray(0, this.length),
      time: time.subarray(0, this.length),
    }
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

/** Walks over bytes, field by field. Fields are numbered from 1; errors name the line and the field. */
class LineReader {
  at: number
  line = 0
  readonly #file: string
  readonly #bytes: Uint8Array
  readonly #separator: Uint8Array
  /** where the field being read begins */
  #field: number

  constructor(file: string, bytes: Uint8Array, separator: string) {
    this.#file = file
    this.#bytes = bytes
    this.#separator = new TextEncoder().encode(separator)
    this.#field = this.at = markLength(bytes)
  }

  refuseHeader(expected: string, got: string): never {
    this.line = 1
    this.#throw(1, expected, got === '' ? this.#ending() : `"${short(got)}"`)
  }

  passLine() {
    const end = this.#bytes.indexOf(newline)
    this.at = end < 0 ? this.#bytes.length : end + 1
    this.line = 1
  }

  /** To the start of the next line that is not blank; false at the end. */
  toNextLine(): boolean {
    const bytes = this.#bytes
    this.line++
    while (this.at < bytes.length && (bytes[this.at] === newline || bytes[this.at] === carriageReturn)) {
      if (bytes[this.at] === newline) this.line++
      this.at++
    }
    this.#field = this.at
    return this.at < bytes.length
  }

  /** Digits, in quotes or not, as a number up to `largest`. */
  whole(field: number, what: string, largest: number, todo?: string): number {
    const quoted = this.#openQuote()
    const value = this.#digits(field, what, largest, todo)
    if (quoted) this.#closeQuote(field, what, todo)
    return value
  }

  /** Digits, in quotes or not, perhaps with a point (or a comma, where no commas part the fields) and more digits. */
  decimal(field: number, what: string, todo?: string): number {
    const quoted = this.#openQuote()
    let value = this.#digits(field, what, largestId, todo)
    const point = this.#bytes[this.at]
    if (point === 46 || (point === 44 && this.#separator[0] !== 44)) {
      const first = ++this.at
      const fraction = this.#digits(field, what, largestId, todo)
      let scale = 1
      for (let k = first; k < this.at; k++) scale *= 10
      value += fraction / scale
    }
    if (quoted) this.#closeQuote(field, what, todo)
    return value
  }

  /** Passes over an empty field, in quotes or not; false where something stands in it. */
  blank(): boolean {
    const quotes = this.#bytes[this.at] === quote && this.#bytes[this.at + 1] === quote ? 2 : 0
    const begin = this.at
    this.at += quotes
    if (this.#atLineEnd() || this.#atSeparator()) return true
    this.at = begin
    return false
  }

  /** Passes over a separator; `next` is the field that it opens. */
  separator(next: number, what: string) {
    if (!this.#atSeparator()) {
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
    if (this.#bytes[this.at] === carriageReturn) this.at++
    if (this.#bytes[this.at] === newline) this.at++
  }

  /** Throws DataError: what was expected in this field, what stands there, and what to do. */
  fail(field: number, expected: string, todo?: string): never {
    const bytes = this.#bytes
    const furthest = Math.min(bytes.length, this.#field + longestShown)
    let end = this.#field
    while (end < furthest && bytes[end] !== newline && bytes[end] !== carriageReturn) {
      if (bytes[end] === this.#separator[0] && bytes[end + 1] === (this.#separator[1] ?? bytes[end + 1])) break
      end++
    }
    const text = new TextDecoder().decode(bytes.subarray(this.#field, end))
    this.#throw(field, expected, text === '' ? this.#ending() : `"${short(text)}"`, todo)
  }

  #throw(field: number, expected: string, got: string, todo?: string): never {
    const advice = todo === undefined ? '' : `; ${todo}`
    throw new DataError(`${this.#file} line ${this.line}, column ${field}: expected ${expected}, got ${got}${advice}`)
  }

  /** A field begins; true where a quote opens it. */
  #openQuote(): boolean {
    this.#field = this.at
    if (this.#bytes[this.at] !== quote) return false
    this.at++
    return true
  }

  #closeQuote(field: number, what: string, todo: string | undefined) {
    if (this.#bytes[this.at++] !== quote) this.fail(field, what, todo)
  }

  #digits(field: number, what: string, largest: number, todo: string | undefined): number {
    const bytes = this.#bytes
    const begin = this.at
    let value = 0
    let digit = bytes[this.at]! - 48
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = bytes[++this.at]! - 48
    }
    if (this.at === begin || value > largest) this.fail(field, what, todo)
    return value
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

  #atSeparator(): boolean {
    const [first, second] = this.#separator
    return this.#bytes[this.at] === first && (second === undefined || this.#bytes[this.at + 1] === second)
  }

  #separatorText(): string {
    return new TextDecoder().decode(this.#separator)
  }
}
