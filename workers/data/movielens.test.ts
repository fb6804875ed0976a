import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { DataFile } from './archive.ts'
import { DataError, type Dataset } from './dataset.ts'
import { readMovieLens } from './movielens.ts'

const encoder = new TextEncoder()

const file = (path: string, text: string): DataFile => ({ path, bytes: encoder.encode(text) })
const latin1 = (path: string, text: string): DataFile => ({
  path,
  bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
})

const header = 'userId,movieId,rating,timestamp\n'
const moviesCsv = [
  'movieId,title,genres',
  '1,Toy Story (1995),Adventure|Animation|Children',
  '3,"American President, The (1995)",Comedy|Romance',
  '4,"City of Lost Children, The (Cité des enfants perdus, La) (1995)",Sci-Fi',
  '9,"""Great Performances"" Cats (1998)",Musical',
  '12,Black Mirror,(no genres listed)',
  '',
].join('\n')

const small = (ratings: string, movies = moviesCsv) => ({
  files: [file('ml-latest-small/ratings.csv', ratings), file('ml-latest-small/movies.csv', movies)],
})

/** Ratings as rows of person, title, stars, seconds. */
function table({ interactions: { ratings, time }, items }: Dataset) {
  const rows: (number | string)[][] = []
  for (let p = 0; p < ratings.rows; p++) {
    for (let e = ratings.start[p]!; e < ratings.start[p + 1]!; e++) {
      rows.push([p, items[ratings.column[e]!]!.title, ratings.value[e]!, time[e]!])
    }
  }
  return rows
}

describe('latest-small', () => {
  test('people by ascending id, films in their order, titles and genres in plain words', () => {
    const data = readMovieLens(small(`${header}7,9,0.5,1000\n7,1,4.0,999\n2,3,3.5,5\n2,4,5,6\n10,12,1,7\n`))
    expect(table(data)).toEqual([
      [0, 'The American President', 3.5, 5],
      [0, 'The City of Lost Children (La Cité des enfants perdus)', 5, 6],
      [1, 'Toy Story', 4, 999],
      [1, '"Great Performances" Cats', 0.5, 1000],
      [2, 'Black Mirror', 1, 7],
    ])
    expect(data.items[0]).toEqual({
      title: 'Toy Story',
      year: 1995,
      genres: ['adventure', 'animation', 'children'],
      tones: [],
    })
    expect(data.items[4]).toEqual({ title: 'Black Mirror', genres: [], tones: [] })
    expect(data.items[2]!.genres).toEqual(['science fiction'])
    expect(data).toMatchObject({
      name: 'MovieLens latest-small',
      simulated: false,
      scale: { low: 0.5, high: 5, step: 0.5 },
    })
  })

  test('films that nobody rated are left out, and it says so', () => {
    const data = readMovieLens(small(`${header}1,3,4,1\n`))
    expect(data.items.map(({ title }) => title)).toEqual(['The American President'])
    expect(data.notes).toEqual(['4 films that nobody rated are left out.'])
  })

  test('of several ratings of one film the latest stays; at one second, the one further down', () => {
    const data = readMovieLens(small(`${header}1,1,1,50\n1,1,2,90\n1,1,3,60\n1,3,4,7\n1,3,5,7\n`))
    expect(table(data)).toEqual([
      [0, 'Toy Story', 2, 90],
      [0, 'The American President', 5, 7],
    ])
  })

  test('Windows line ends, a byte order mark, blank lines and no last line end change nothing', () => {
    const plain = readMovieLens(small(`${header}1,1,1.5,50\n1,3,2,90\n`))
    const odd = `\uFEFF${header}1,1,1.5,50\n\n1,3,2,90`.replaceAll('\n', '\r\n')
    expect(readMovieLens(small(odd, `\uFEFF${moviesCsv.replaceAll('\n', '\r\n')}`))).toEqual(plain)
  })

  test('its id is that of what is in it, not of how it came', () => {
    const rows = ['1,1,1.5,50', '1,3,2,90', '2,1,4,3']
    const id = (lines: string[]) => readMovieLens(small(header + lines.join('\n'))).id
    expect(id(rows)).toMatch(/^import:[0-9a-f]{16}$/)
    expect(id(rows.toReversed())).toBe(id(rows))
    for (const changed of ['1,1,1.5,51', '1,1,2,50', '1,4,1.5,50', '3,1,1.5,50']) {
      expect(id([changed, ...rows.slice(1)])).not.toBe(id(rows))
    }
  })

  test('whatever is written comes back', () => {
    const rating = fc.record({
      person: fc.integer({ min: 0, max: 30 }),
      movie: fc.constantFrom(1, 3, 4, 9, 12),
      halves: fc.integer({ min: 1, max: 10 }),
      time: fc.integer({ min: 0, max: 2_000_000_000 }),
    })
    const unique = {
      minLength: 1,
      maxLength: 60,
      selector: (r: { person: number; movie: number }) => `${r.person} ${r.movie}`,
    }
    fc.assert(
      fc.property(fc.uniqueArray(rating, unique), (rows) => {
        const lines = rows.map(({ person, movie, halves, time }) => `${person},${movie},${halves / 2},${time}`)
        const got = table(readMovieLens(small(header + lines.join('\n'))))
        expect(got.map(([, , stars, time]) => `${stars} ${time}`).toSorted()).toEqual(
          rows.map(({ halves, time }) => `${halves / 2} ${time}`).toSorted(),
        )
      }),
    )
  })
})

test('100K: tabs, flags for genres, Latin-1', () => {
  const flags = (...on: number[]) => Array.from({ length: 19 }, (_, g) => (on.includes(g) ? 1 : 0)).join('|')
  const data = readMovieLens({
    files: [
      latin1('ml-100k/u.data', '196\t242\t3\t881250949\n186\t302\t5\t891717742\n'),
      latin1('ml-100k/u1.base', 'not read'),
      latin1(
        'ml-100k/u.item',
        `242|Misérables, Les (1995)|01-Jan-1995||http://x/|${flags(8, 12)}\n302|unknown||||${flags(0)}\n`,
      ),
    ],
  })
  expect(table(data)).toEqual([
    [0, 'unknown', 5, 891717742],
    [1, 'Les Misérables', 3, 881250949],
  ])
  expect(data.items.map(({ genres }) => genres)).toEqual([['drama', 'musical'], []])
  expect(data).toMatchObject({ name: 'MovieLens 100K', scale: { low: 1, high: 5, step: 1 } })
})

test('1M: double colons, Latin-1, titles with colons', () => {
  const data = readMovieLens({
    files: [
      latin1('ratings.dat', '1::73::5::978300760\r\n1::661::3::978302109\r\n'),
      latin1(
        'movies.dat',
        "73::Misérables, Les (1995)::Drama|Musical\n661::Star Wars: Episode IV (1977)::Children's|Sci-Fi\n",
      ),
    ],
  })
  expect(table(data)).toEqual([
    [0, 'Les Misérables', 5, 978300760],
    [0, 'Star Wars: Episode IV', 3, 978302109],
  ])
  expect(data.items[1]!.genres).toEqual(['children', 'science fiction'])
})

describe('a zip', () => {
  const files = {
    'ml-latest-small/ratings.csv': encoder.encode(`${header}1,1,4,50\n`),
    'ml-latest-small/movies.csv': encoder.encode(moviesCsv),
  }

  test('gives what its folder gives', () => {
    const zip = zipSync({
      ...files,
      '__MACOSX/ratings.csv': encoder.encode('shadow'),
      'README.txt': encoder.encode('x'),
    })
    expect(readMovieLens({ zip })).toEqual(readMovieLens(small(`${header}1,1,4,50\n`)))
  })

  test('reports what it does, in order and to the end', () => {
    const heard: [number, number, string][] = []
    readMovieLens({ zip: zipSync(files) }, (...progress) => heard.push(progress))
    expect([...new Set(heard.map(([, , what]) => what))]).toEqual([
      'unpacking movies.csv',
      'unpacking ratings.csv',
      'reading ratings.csv',
    ])
    const [done, total] = heard.at(-1)!
    expect(done).toBe(total)
  })

  test.each([
    ['nothing', new Uint8Array(0), 'the zip: expected files, found 0 bytes'],
    ['not a zip', encoder.encode('userId,movieId'), 'the zip: expected a zip file, this is something else'],
    ['cut short', zipSync(files).slice(0, 150), /^the zip: expected to unpack it, but it is damaged or cut short/],
    [
      'another zip',
      zipSync({ 'a/photo.jpg': Uint8Array.of(1) }),
      /^no MovieLens data: expected ratings.csv and movies.csv, or u.data and u.item, or ratings.dat and movies.dat; found a\/photo.jpg$/,
    ],
    [
      'half of it',
      zipSync({ 'm/ratings.csv': Uint8Array.of(1) }),
      'movies.csv: expected it beside m/ratings.csv, but it is missing',
    ],
  ])('%s: a clear error', (_, zip, message) => {
    expect(() => readMovieLens({ zip })).toThrow(DataError)
    expect(() => readMovieLens({ zip })).toThrow(message)
  })

  test('damaged inside: a clear error', () => {
    const zip = zipSync({
      'ratings.csv': encoder.encode(header + '1,1,4,50\n'.repeat(2000)),
      'movies.csv': encoder.encode(moviesCsv),
    })
    zip.fill(0xff, 45, 80)
    expect(() => readMovieLens({ zip })).toThrow(DataError)
  })
})

describe('errors say file, line, column and what was expected', () => {
  test.each([
    ['1,1,4,1\n'.repeat(15) + '1,1,x,1', 'ratings.csv line 17, column 3: expected a rating from 0.5 to 5, got "x"'],
    ['1,1,4,1\n1,3', 'ratings.csv line 3, column 3: expected a rating from 0.5 to 5, got the end of the file'],
    ['1,1,4,1\n1,3,4\n', 'ratings.csv line 3, column 4: expected a time in seconds, got the end of the line'],
    ['1\n', 'ratings.csv line 2, column 2: expected an item’s id, got the end of the line'],
    [',1,4,1\n', 'ratings.csv line 2, column 1: expected a person’s id, got nothing'],
    ['-3,1,4,1\n', 'ratings.csv line 2, column 1: expected a person’s id, got "-3"'],
    ['1,1,5.5,1\n', 'ratings.csv line 2, column 3: expected a rating from 0.5 to 5, got "5.5"'],
    ['1,1,0,1\n', 'ratings.csv line 2, column 3: expected a rating from 0.5 to 5, got "0"'],
    ['1,1,3.7,1\n', 'ratings.csv line 2, column 3: expected a rating in steps of 0.5, got "3.7"'],
    ['1,1,3.,1\n', 'ratings.csv line 2, column 3: expected a rating from 0.5 to 5, got "3."'],
    ['1,77,3,1\n', 'ratings.csv line 2, column 2: expected an id that is in movies.csv, got "77"'],
    ['1,1x,3,1\n', 'ratings.csv line 2, column 2:'],
    ['1,1,3x,1\n', 'ratings.csv line 2, column 3:'],
    ['1,1,3,12:30\n', 'ratings.csv line 2, column 4: expected a whole number, got "12:30"'],
    ['1,1,3,1,9\n', 'ratings.csv line 2, column 5: expected the end of the line, got "9"'],
    ['99999999999,1,3,1\n', 'ratings.csv line 2, column 1: expected a person’s id, got "99999999999"'],
    ['\n\n\n1,1,4,x\n', 'ratings.csv line 5, column 4: expected a time in seconds, got "x"'],
    ['', 'ratings.csv: expected ratings, found none'],
  ])('ratings %j', (lines, message) => {
    expect(() => readMovieLens(small(header + lines))).toThrow(DataError)
    expect(() => readMovieLens(small(header + lines))).toThrow(message)
  })

  test.each([
    ['', 'ratings.csv line 1, column 1: expected the header userId,movieId,rating,timestamp, got the end of the file'],
    [
      'user;item\n',
      'ratings.csv line 1, column 1: expected the header userId,movieId,rating,timestamp, got "user;item"',
    ],
  ])('header %j', (text, message) => {
    expect(() => readMovieLens(small(text))).toThrow(message)
  })

  test.each([
    ['id,name\n', 'movies.csv line 1, column 1: expected the header movieId,title,genres, got "id,name"'],
    ['movieId,title,genres\n', 'movies.csv: expected films, found none'],
    ['movieId,title,genres\n1\n', 'movies.csv line 2, column 2: expected a title, got the end of the line'],
    ['movieId,title,genres\n1,Heat (1995)\n', 'movies.csv line 2, column 3: expected genres, got the end of the line'],
    ['movieId,title,genres\nx,Heat,Crime\n', 'movies.csv line 2, column 1: expected a film’s id, got "x"'],
    ['movieId,title,genres\n1,"Heat,Crime\n', 'movies.csv line 2, column 2: expected a title that ends in "'],
    [
      'movieId,title,genres\n1,Heat,Crime\n1,Ran,War\n',
      'movies.csv line 3, column 1: expected an id not used before (line 2), got "1"',
    ],
  ])('films %j', (movies, message) => {
    expect(() => readMovieLens(small(`${header}1,1,4,1\n`, movies))).toThrow(DataError)
    expect(() => readMovieLens(small(`${header}1,1,4,1\n`, movies))).toThrow(message)
  })

  test('100K and 1M', () => {
    const hundred = (data: string, item: string) => () =>
      readMovieLens({ files: [file('u.data', data), file('u.item', item)] })
    const film = `1|Heat (1995)|||${'|0'.repeat(19)}\n`
    expect(hundred('1\t1\t6\t9\n', film)).toThrow('u.data line 1, column 3: expected a rating from 1 to 5, got "6"')
    expect(hundred('1 1 4 9\n', film)).toThrow('u.data line 1, column 1: expected "\\t" after a number, got "1 1 4 9"')
    expect(hundred('1\t1\t4\t9\n', '1|Heat|||\n')).toThrow('u.item line 1, column 6')
    expect(hundred('1\t1\t4\t9\n', `1|Heat|||${'|0'.repeat(18)}\n`)).toThrow(
      'u.item line 1, column 24: expected one of 24 fields',
    )
    const million = (data: string, item: string) => () =>
      readMovieLens({ files: [file('ratings.dat', data), file('movies.dat', item)] })
    expect(million('1::1::4.7::9\n', '1::Heat::Crime\n')).toThrow(
      'ratings.dat line 1, column 3: expected a rating in steps of 0.5, got "4.7"',
    )
    expect(million('1::1:4::9\n', '1::Heat::Crime\n')).toThrow('ratings.dat line 1, column 2')
    expect(million('1::1::4::9\n', '1::Heat\n')).toThrow(
      'movies.dat line 1, column 3: expected genres, got the end of the line',
    )
  })

  test('bytes that are not UTF-8', () => {
    const files = [
      file('ratings.csv', `${header}1,1,4,1\n`),
      latin1('movies.csv', 'movieId,title,genres\n1,Amélie,Comedy\n'),
    ]
    expect(() => readMovieLens({ files })).toThrow('movies.csv: expected text in UTF-8, but line 2 is not; save it')
    const wide = (text: string) => new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer)
    for (const path of ['ratings.csv', 'movies.csv']) {
      const others = small(`${header}1,1,4,1\n`).files.filter((one) => !one.path.endsWith(path))
      const utf16 = [...others, { path, bytes: wide(`\uFEFF${header}1,1,4,1\n`) }]
      expect(() => readMovieLens({ files: utf16 })).toThrow(
        `${path} line 1, column 1: expected text in UTF-8, got UTF-16`,
      )
    }
  })
})

describe('limits', () => {
  test('a line too long for a film is refused, whatever it is made of', () => {
    for (const odd of [' ', '(', '(1990', ' (', '"', '""', ', The', '| ', 'é', '\r']) {
      const title = odd.repeat(50_000 / odd.length)
      expect(() => readMovieLens(small(`${header}1,1,4,1\n`, `movieId,title,genres\n1,${title},Drama\n`))).toThrow(
        'movies.csv line 2, column 1: expected a line of at most 10,000 characters',
      )
    }
  })

  test('one film more than a browser can hold', () => {
    const lines = Array.from({ length: 100_001 }, (_, k) => `${k},F,`)
    expect(() => readMovieLens(small(`${header}1,1,4,1\n`, `movieId,title,genres\n${lines.join('\n')}`))).toThrow(
      'movies.csv line 100002: more than 100,000 films are too many for a browser; try',
    )
  })

  test('one person more than a browser can hold', () => {
    const lines = Array.from({ length: 200_001 }, (_, k) => `${k},1,4,1`)
    expect(() => readMovieLens(small(header + lines.join('\n')))).toThrow(
      'the ratings: more than 200,000 people are too many for a browser; try',
    )
  })
})

const real = new URL('../../../shared/data/ml-latest-small/', import.meta.url)

test.runIf(existsSync(real))('the real latest-small has the people, films and ratings that its README counts', () => {
  const files = ['ratings.csv', 'movies.csv'].map((path) => ({
    path,
    bytes: new Uint8Array(readFileSync(new URL(path, real))),
  }))
  const data = readMovieLens({ files })
  expect([data.interactions.ratings.rows, data.items.length, data.interactions.time.length]).toEqual([
    610, 9724, 100836,
  ])
  expect(data.items.filter(({ year }) => year === undefined).length).toBeLessThan(20)
})

test('1M ratings are read from the zip', () => {
  const lines: string[] = []
  for (let n = 0; n < 1_000_209; n++) {
    const person = 1 + Math.floor(n / 165.6)
    lines.push(`${person}::${1 + ((n * 7919) % 3883)}::${1 + (n % 5)}::${956_703_932 + n}`)
  }
  const films = Array.from({ length: 3883 }, (_, i) => `${i + 1}::Film ${i} (1990)::Drama`)
  const zip = zipSync(
    {
      'ml-1m/ratings.dat': encoder.encode(`${lines.join('\n')}\n`),
      'ml-1m/movies.dat': encoder.encode(films.join('\n')),
    },
    { level: 1 },
  )
  const data = readMovieLens({ zip })
  expect([data.interactions.ratings.rows, data.items.length, data.interactions.time.length]).toEqual([
    6040, 3883, 1_000_209,
  ])
})
