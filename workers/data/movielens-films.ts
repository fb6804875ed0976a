import { DataError, type Item } from './dataset.ts'
import { isolated, plainText, titleAndYear } from './film-title.ts'
import { limits, smaller } from './limits.ts'
import { csvFields, dialectOf, lineNotUtf8, linesOf, short, utf8, utf8OrLatin1, type Line } from './text-lines.ts'

/** A line of a film file: the id that ratings use, and the film. */
export interface ListedFilm {
  readonly id: number
  readonly film: Item
}

const columns = ['movieId', 'title', 'genres']

/** movies.csv of MovieLens latest: `id,title,genre|genre`, UTF-8, titles with commas in quotes. */
export function readMoviesCsv(file: string, bytes: Uint8Array): ListedFilm[] {
  const text = utf8(file, bytes)
  if (text === undefined) throw notUtf8(file, bytes)
  const [first = '', n] = linesOf(file, text).next().value ?? []
  const dialect = dialectOf(first, columns, columns.length)
  if (!dialect) throw fault(file, n ?? 1, 1, `the header ${columns.join(',')}`, first)
  const { separator, header } = dialect
  return listed(file, linesOf(file, text), header, (line, n) => {
    const { fields, open } = csvFields(line, separator)
    if (open) throw fault(file, n, fields.length, 'a title that ends in "', fields.at(-1)!)
    if (fields.length === 1) throw fault(file, n, 2, 'a title', '')
    if (fields.length === 2) throw fault(file, n, 3, 'genres', '')
    // a title with separators that nobody put in quotes
    return [fields[0]!, fields.slice(1, -1).join(separator), fields.at(-1)!.split('|')]
  })
}

/** movies.dat of MovieLens 1M and 10M: `id::title::genre|genre`, Latin-1 or UTF-8. */
export function readMoviesDat(file: string, bytes: Uint8Array): ListedFilm[] {
  return listed(file, linesOf(file, utf8OrLatin1(file, bytes)), false, (line, n) => {
    const fields = line.split('::')
    if (fields.length < 3) throw fault(file, n, fields.length + 1, fields.length === 1 ? 'a title' : 'genres', '')
    if (fields.length > 3) throw fault(file, n, 4, 'the end of the line', fields[3]!)
    return [fields[0]!, fields[1]!, fields[2]!.split('|')]
  })
}

/** In the order of u.item's flags, the last 19 of its 24 fields. */
const flaggedGenres = [
  'unknown',
  'Action',
  'Adventure',
  'Animation',
  "Children's",
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
]

/** u.item of MovieLens 100K: `id|title|date|video date|address|19 flags`, Latin-1 or UTF-8. */
export function readUItem(file: string, bytes: Uint8Array): ListedFilm[] {
  return listed(file, linesOf(file, utf8OrLatin1(file, bytes)), false, (line, n) => {
    const fields = line.split('|')
    const flags = fields.slice(5)
    const bad = flags.findIndex((flag) => flag !== '0' && flag !== '1')
    if (bad >= 0) throw fault(file, n, bad + 6, 'a genre flag, 0 or 1', flags[bad]!)
    if (flags.length < 19) throw fault(file, n, fields.length + 1, 'one of 24 fields', '')
    if (flags.length > 19) throw fault(file, n, 25, 'the end of the line', flags[19]!)
    return [fields[0]!, fields[1]!, flaggedGenres.filter((_, g) => flags[g] === '1')]
  })
}

type Fields = [id: string, title: string, genres: string[]]

function listed(file: string, lines: Iterable<Line>, header: boolean, read: (line: string, n: number) => Fields) {
  const films: ListedFilm[] = []
  const lineOf = new Map<number, number>()
  let first = header
  for (const [line, n] of lines) {
    if (first) {
      first = false
      continue
    }
    if (films.length === limits.films) throw tooMany(file, n)
    const [idText, title, genres] = read(line, n)
    const id = idOf(idText)
    if (id === undefined) throw fault(file, n, 1, 'a film’s id', idText, 'number the films, from 1 on')
    const before = lineOf.get(id)
    if (before !== undefined) throw fault(file, n, 1, `an id not used before (line ${before})`, idText)
    const film = { ...titleAndYear(title), genres: genresOf(genres), tones: [] }
    if (film.title === '') throw fault(file, n, 2, 'a title', title)
    lineOf.set(id, n)
    films.push({ id, film })
  }
  if (films.length === 0) throw new DataError(`${file}: expected films, found none`)
  return films
}

const largestId = 4_294_967_295

function idOf(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) && Number(text) <= largestId ? Number(text) : undefined
}

function genresOf(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => genreOf(plainText(name))))]
}

/** MovieLens's genres in the words that the built-in catalogue uses; none for its words for "none". */
function genreOf(name: string): string[] {
  if (name === '' || name === 'unknown' || name === '(no genres listed)') return []
  if (name === 'Sci-Fi') return ['science fiction']
  if (name === 'Film-Noir') return ['film noir']
  if (name === "Children's") return ['children']
  return [name === 'IMAX' ? name : isolated(name.toLowerCase())]
}

function fault(file: string, line: number, column: number, expected: string, got: string, todo?: string): DataError {
  const found = got === '' ? 'the end of the line' : `"${short(got)}"`
  const advice = todo === undefined ? '' : `; ${todo}`
  return new DataError(`${file} line ${line}, column ${column}: expected ${expected}, got ${found}${advice}`)
}

function notUtf8(file: string, bytes: Uint8Array): DataError {
  const line = lineNotUtf8(bytes)
  return new DataError(`${file}: expected text in UTF-8, but line ${line} is not; save it again as UTF-8`)
}

function tooMany(file: string, line: number): DataError {
  const most = limits.films.toLocaleString('en')
  return new DataError(`${file} line ${line}: more than ${most} films are too many for a browser; ${smaller}`)
}
