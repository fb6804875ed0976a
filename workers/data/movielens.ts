import { checkSize, openArchive, type DataSource, type FileSize } from './archive.ts'
import { DataError, type Dataset } from './dataset.ts'
import { fingerprint } from './fingerprint.ts'
import { limits } from './limits.ts'
import { readMoviesCsv, readMoviesDat, readUItem, type ListedFilm } from './movielens-films.ts'
import { readRatings, type RatingLayout } from './rating-file.ts'
import { ratingsMatrix } from './ratings-csr.ts'
import { short } from './text-lines.ts'

/** Work under way: `done` of `total`, doing `what`. */
export type OnProgress = (done: number, total: number, what: string) => void

interface Layout {
  readonly name: string
  readonly ratings: string
  readonly films: string
  readonly how: RatingLayout
  readonly readFilms: (file: string, bytes: Uint8Array) => ListedFilm[]
}

const wholeStars = { low: 1, high: 5, step: 1 }
const halfStars = { low: 0.5, high: 5, step: 0.5 }

const layouts: readonly Layout[] = [
  {
    name: 'MovieLens',
    ratings: 'ratings.csv',
    films: 'movies.csv',
    how: { scale: halfStars },
    readFilms: readMoviesCsv,
  },
  {
    name: 'MovieLens 100K',
    ratings: 'u.data',
    films: 'u.item',
    how: { separator: '\t', scale: wholeStars },
    readFilms: readUItem,
  },
  {
    name: 'MovieLens 1M',
    ratings: 'ratings.dat',
    films: 'movies.dat',
    // 1M has whole stars, 10M half ones
    how: { separator: '::', scale: halfStars },
    readFilms: readMoviesDat,
  },
]

/**
 * MovieLens latest-small, 100K, 1M or 10M (told apart by the names of their files) from the zip or from a folder's files.
 * Films without a rating are left out; of several ratings of one pair the latest stays; the notes say what was left out.
 * Throws DataError with file, line, column, what was expected and what to do.
 */
export function readMovieLens(source: DataSource, onProgress: OnProgress = () => {}): Dataset {
  const archive = openArchive(source)
  const { layout, ratings, films } = findMovieLens(archive.files)
  onProgress(0, 1, `unpacking ${layout.films}`)
  const listed = layout.readFilms(layout.films, archive.read(films.path))
  onProgress(0, 1, `unpacking ${layout.ratings}`)
  const bytes = archive.read(ratings.path)
  const of = new Map(listed.map(({ id }, k) => [id, k]))
  const { rows, notes } = readRatings(layout.ratings, bytes, layout.how, { file: layout.films, of }, (done) =>
    onProgress(done, bytes.length, `reading ${layout.ratings}`),
  )

  const kept = renumberRated(rows.item, listed.length)
  const items = kept.map((k) => listed[k]!)
  const { replaced, ...matrix } = ratingsMatrix(rows, items.length)
  const ids = Uint32Array.from(items, ({ id }) => id)
  const { start, column, value } = matrix.ratings
  return {
    id: `import:${fingerprint([start, column, value, matrix.time, ids])}`,
    ...nameAndScale(layout, ratings.path, value),
    simulated: false,
    items: items.map(({ film }) => film),
    interactions: { ...matrix, context: [] },
    provenance:
      'Ratings that members of movielens.org gave, collected by GroupLens Research. This is your own copy: it was read ' +
      'on this machine, and nothing of it leaves.',
    notes: [...notes, ...noteOnReplaced(replaced), ...noteOnUnrated(listed.length - items.length)],
    licence:
      'MovieLens belongs to GroupLens Research, University of Minnesota. It may be used for research and teaching, not ' +
      'commercially without permission, and work that uses it cites Harper and Konstan (2015). Its README has the terms.',
  }
}

function noteOnReplaced(replaced: number): string[] {
  if (replaced === 0) return []
  if (replaced === 1) return ['1 rating was given again later; the latest stays.']
  return [`${replaced.toLocaleString('en')} ratings were given again later; the latest of each pair stays.`]
}

function noteOnUnrated(unrated: number): string[] {
  if (unrated === 0) return []
  if (unrated === 1) return ['1 film that nobody rated is left out.']
  return [`${unrated.toLocaleString('en')} films that nobody rated are left out.`]
}

/** Of `::` files, 1M has whole stars and 10M half ones; other layouts have one scale. */
function nameAndScale({ name, how }: Layout, path: string, values: Float32Array) {
  if (how.separator !== '::') return { name: nameOf(name, path), scale: how.scale }
  const whole = values.every(Number.isInteger)
  return whole ? { name, scale: wholeStars } : { name: 'MovieLens 10M', scale: halfStars }
}

/** Rewrites `item` (indices below `count`) in place to skip items without a rating; returns those that have one. */
function renumberRated(item: Uint32Array, count: number): number[] {
  const rated = new Uint8Array(count)
  for (const i of item) rated[i] = 1
  const kept: number[] = []
  const place = new Uint32Array(count)
  rated.forEach((is, i) => {
    if (is) place[i] = kept.push(i) - 1
  })
  for (let k = 0; k < item.length; k++) item[k] = place[item[k]!]!
  return kept
}

/**
 * The two files that hold MovieLens's data, by their names and sizes alone: before any is read. Throws DataError, saying
 * what was expected, where they are not there or too large.
 */
export function findMovieLens(files: readonly FileSize[]): { layout: Layout; ratings: FileSize; films: FileSize } {
  for (const layout of layouts) {
    const ratings = shallowest(files, layout.ratings)
    const films = shallowest(files, layout.films)
    if (ratings && films) {
      checkSize(ratings.path, ratings.size, limits.ratingBytes)
      checkSize(films.path, films.size, limits.filmBytes)
      return { layout, ratings, films }
    }
    const [missing, beside] = ratings ? [layout.films, ratings] : [layout.ratings, films]
    if (beside) throw new DataError(`${missing}: expected it beside ${beside.path}, but it is missing`)
  }
  const known = layouts.map(({ ratings, films }) => `${ratings} and ${films}`).join(', or ')
  const found = files.slice(0, 5).map(({ path }) => short(path))
  if (files.length > 5) found.push('…')
  throw new DataError(`no MovieLens data: expected ${known}; found ${found.join(', ') || 'no files'}`)
}

/** The file of that name that lies least deep; macOS's shadow copies do not count. */
function shallowest(files: readonly FileSize[], name: string): FileSize | undefined {
  return files
    .map((file) => ({ file, parts: partsOf(file.path) }))
    .filter(({ parts }) => parts.at(-1) === name && parts[0] !== '__MACOSX')
    .sort((a, b) => a.parts.length - b.parts.length)[0]?.file
}

/** Folders and name; Windows writes them with backslashes, in some zips too. */
const partsOf = (path: string) => path.replaceAll('\\', '/').split('/')

/** "MovieLens latest-small" where the folder is still called `ml-latest-small`. */
function nameOf(name: string, path: string): string {
  const folder = partsOf(path).at(-2) ?? ''
  return name === 'MovieLens' && /^ml-[\w.-]+$/.test(folder) ? `${name} ${short(folder.slice(3))}` : name
}
