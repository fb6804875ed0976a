import { openArchive, type Archive, type DataSource } from './archive.ts'
import { DataError, type Dataset } from './dataset.ts'
import { fingerprint } from './fingerprint.ts'
import { readMoviesCsv, readMoviesDat, readUItem, type ListedFilm } from './movielens-films.ts'
import { readRatings, type RatingLayout } from './rating-file.ts'
import { ratingsMatrix } from './ratings-csr.ts'

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

const layouts: readonly Layout[] = [
  {
    name: 'MovieLens',
    ratings: 'ratings.csv',
    films: 'movies.csv',
    how: {
      separator: ',',
      header: 'userId,movieId,rating,timestamp',
      scale: { low: 0.5, high: 5, step: 0.5 },
    },
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
    how: { separator: '::', scale: wholeStars },
    readFilms: readMoviesDat,
  },
]

/**
 * MovieLens latest-small, 100K or 1M (told apart by the names of their files) from the zip or from a folder's files.
 * Films without a rating are left out; of several ratings of one pair the latest stays. Throws DataError with file,
 * line, column and what was expected.
 */
export function readMovieLens(source: DataSource, onProgress: OnProgress = () => {}): Dataset {
  const archive = openArchive(source)
  const { layout, ratings, films } = findLayout(archive)
  onProgress(0, 1, `unpacking ${layout.films}`)
  const listed = layout.readFilms(layout.films, archive.read(films).bytes)
  onProgress(0, 1, `unpacking ${layout.ratings}`)
  const { bytes } = archive.read(ratings)
  const of = new Map(listed.map(({ id }, k) => [id, k]))
  const rows = readRatings(layout.ratings, bytes, layout.how, { file: layout.films, of }, (done) =>
    onProgress(done, bytes.length, `reading ${layout.ratings}`),
  )

  const kept = renumberRated(rows.item, listed.length)
  const items = kept.map((k) => listed[k]!)
  const matrix = ratingsMatrix(rows, items.length)
  const ids = Uint32Array.from(items, ({ id }) => id)
  const { start, column, value } = matrix.ratings
  return {
    id: `import:${fingerprint([start, column, value, matrix.time, ids])}`,
    name: nameOf(layout, ratings),
    simulated: false,
    items: items.map(({ film }) => film),
    interactions: { ...matrix, context: [] },
    scale: layout.how.scale,
    provenance: provenance(listed.length - items.length),
    licence:
      'MovieLens belongs to GroupLens Research, University of Minnesota. It may be used for research and teaching, not ' +
      'commercially without permission, and work that uses it cites Harper and Konstan (2015). Its README has the terms.',
  }
}

function provenance(unrated: number): string {
  const left = unrated === 0 ? '' : ` ${unrated} films that nobody rated are left out.`
  return (
    'Ratings that members of movielens.org gave, collected by GroupLens Research. This is your own copy: it was read on ' +
    `this machine, and nothing of it leaves.${left}`
  )
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

function findLayout(archive: Archive): { layout: Layout; ratings: string; films: string } {
  for (const layout of layouts) {
    const ratings = shallowest(archive, layout.ratings)
    const films = shallowest(archive, layout.films)
    if (ratings !== undefined && films !== undefined) return { layout, ratings, films }
    if (ratings !== undefined || films !== undefined) {
      const [missing, beside] = ratings === undefined ? [layout.ratings, films] : [layout.films, ratings]
      throw new DataError(`${missing}: expected it beside ${beside}, but it is missing`)
    }
  }
  const known = layouts.map(({ ratings, films }) => `${ratings} and ${films}`).join(', or ')
  const found = archive.paths.slice(0, 5).join(', ') + (archive.paths.length > 5 ? ' …' : '')
  throw new DataError(`no MovieLens data: expected ${known}; found ${found === '' ? 'no files' : found}`)
}

/** The path of the file of that name that lies least deep; macOS's shadow copies do not count. */
function shallowest({ paths }: Archive, name: string): string | undefined {
  return paths
    .filter((path) => path.split('/').at(-1) === name && !path.startsWith('__MACOSX/'))
    .sort((a, b) => a.split('/').length - b.split('/').length)[0]
}

/** "MovieLens latest-small" where the folder is still called `ml-latest-small`. */
function nameOf({ name }: Layout, path: string): string {
  const folder = /(?:^|\/)ml-([\w.-]+)\/[^/]+$/.exec(path)?.[1]
  return name === 'MovieLens' && folder !== undefined ? `MovieLens ${folder}` : name
}
