import { DataError, type Item } from './dataset.ts'

/** A line of a film file: the id that ratings use, and the film. */
export interface ListedFilm {
  readonly id: number
  readonly film: Item
}

/** movies.csv of MovieLens latest: `id,title,genre|genre`, UTF-8, titles with commas in quotes. */
export function readMoviesCsv(file: string, bytes: Uint8Array): ListedFilm[] {
  const [header, ...lines] = decode(file, bytes, 'utf-8').split(/\r?\n/)
  const expected = 'movieId,title,genres'
  if (header?.trim() !== expected) throw fault(file, 1, 1, `the header ${expected}`, header ?? '')
  return listed(file, 2, lines, (line, n) => {
    const first = line.indexOf(',')
    const last = line.lastIndexOf(',')
    if (first < 0) throw fault(file, n, 2, 'a title', '')
    if (last === first) throw fault(file, n, 3, 'genres', '')
    let title = line.slice(first + 1, last)
    if (title.startsWith('"')) {
      if (title.length < 2 || !title.endsWith('"')) throw fault(file, n, 2, 'a title that ends in "', title)
      title = title.slice(1, -1).replaceAll('""', '"')
    }
    return [line.slice(0, first), title, line.slice(last + 1).split('|')]
  })
}

/** movies.dat of MovieLens 1M: `id::title::genre|genre`, Latin-1. */
export function readMoviesDat(file: string, bytes: Uint8Array): ListedFilm[] {
  return listed(file, 1, decode(file, bytes, 'latin1').split(/\r?\n/), (line, n) => {
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

/** u.item of MovieLens 100K: `id|title|date|video date|address|19 flags`, Latin-1. */
export function readUItem(file: string, bytes: Uint8Array): ListedFilm[] {
  return listed(file, 1, decode(file, bytes, 'latin1').split(/\r?\n/), (line, n) => {
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

function listed(file: string, firstLine: number, lines: string[], read: (line: string, n: number) => Fields) {
  const films: ListedFilm[] = []
  const lineOf = new Map<number, number>()
  lines.forEach((line, k) => {
    if (line === '') return
    const n = firstLine + k
    const [id, title, genres] = read(line, n)
    if (!/^\d{1,9}$/.test(id)) throw fault(file, n, 1, 'a film’s id', id)
    const before = lineOf.get(Number(id))
    if (before !== undefined) throw fault(file, n, 1, `an id not used before (line ${before})`, id)
    if (title.trim() === '') throw fault(file, n, 2, 'a title', title)
    lineOf.set(Number(id), n)
    films.push({ id: Number(id), film: { ...titleAndYear(title), genres: genres.flatMap(genreOf), tones: [] } })
  })
  if (films.length === 0) throw new DataError(`${file}: expected films, found none`)
  return films
}

const articles = "The|A|An|La|Le|Les|L'|Il|Lo|I|Gli|El|Los|Las|Un|Une|Una|Der|Die|Das|Ein|Eine|De|Det|Den|O|Os|As"
const articleLast = new RegExp(`^(.+), (${articles})$`)

/** `Matrix, The (1999)` as The Matrix, 1999: a title as people say it, and the year. Other names in brackets stay. */
function titleAndYear(text: string): Pick<Item, 'title' | 'year'> {
  const dated = /^(.*?)\s*\((\d{4})(?:[–-]\d{0,4})?\)\s*$/.exec(text)
  const [main, ...others] = (dated?.[1] ?? text.trim()).split(/ (?=\()/)
  const turned = others.map((other) => {
    const inner = /^\((.*)\)$/.exec(other)?.[1]
    return inner === undefined ? other : `(${articleFirst(inner)})`
  })
  const title = [articleFirst(main ?? ''), ...turned].join(' ')
  return dated ? { title, year: Number(dated[2]) } : { title }
}

function articleFirst(title: string): string {
  const found = articleLast.exec(title)
  if (!found) return title
  const article = found[2]!
  return article.endsWith("'") ? `${article}${found[1]}` : `${article} ${found[1]}`
}

/** MovieLens's genres in the words that the built-in catalogue uses; none for its words for "none". */
function genreOf(name: string): string[] {
  if (name === '' || name === 'unknown' || name === '(no genres listed)') return []
  if (name === 'Sci-Fi') return ['science fiction']
  if (name === 'Film-Noir') return ['film noir']
  if (name === "Children's") return ['children']
  return [name === 'IMAX' ? name : name.toLowerCase()]
}

function decode(file: string, bytes: Uint8Array, encoding: 'utf-8' | 'latin1'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new DataError(`${file}: expected text in UTF-8`)
  }
}

function fault(file: string, line: number, column: number, expected: string, got: string): DataError {
  const found = got === '' ? 'the end of the line' : `"${got.length > 40 ? `${got.slice(0, 39)}…` : got}"`
  return new DataError(`${file} line ${line}, column ${column}: expected ${expected}, got ${found}`)
}
