/** What a browser can hold beside the models made of it: MovieLens 10M is within, 25M is not. */
export const limits = {
  /** bytes of a zip */
  zip: 128 * 2 ** 20,
  /** files in a zip */
  entries: 10_000,
  /** bytes of the file of ratings, unpacked */
  ratingBytes: 256 * 2 ** 20,
  /** bytes of the file of films, unpacked */
  filmBytes: 32 * 2 ** 20,
  /** how many times its packed size a file of more than a megabyte may have: text packs to a fifth or so */
  ratio: 100,
  /** characters of a line of the file of films */
  line: 10_000,
  films: 100_000,
  people: 200_000,
  ratings: 12_000_000,
} as const

/** What to try where a browser cannot hold it all. */
export const smaller = 'try MovieLens latest-small, 100K or 1M'
