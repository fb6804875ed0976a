import { zipSync } from 'fflate'
import { filmsDataset } from '../../data/audience.ts'
import { readMovieLens } from '../../data/movielens.ts'
import { median, spread, timeOf, type Bench } from './bench-line.ts'
import { millionRatings } from './synthetic.ts'

export const dataBench: Bench = {
  id: 'data',
  async *run() {
    const cold = await timeOf(filmsDataset)
    yield { name: 'Films, made anew, first time', value: cold, unit: 'ms', most: 300 }
    const took: number[] = []
    for (let i = 0; i < 7; i++) took.push(await timeOf(filmsDataset))
    yield { name: 'Films, made anew, again', value: median(took), unit: 'ms', note: spread(took), most: 300 }

    const files = millionRatingsAsFiles()
    const folder = Object.entries(files).map(([path, bytes]) => ({ path, bytes }))
    const zip = zipSync(files, { level: 6 })
    const fromFolder: number[] = []
    const fromZip: number[] = []
    for (let i = 0; i < 5; i++) {
      fromFolder.push(await timeOf(() => readMovieLens({ files: folder })))
      fromZip.push(await timeOf(() => readMovieLens({ zip })))
    }
    const size = `${(files['ml-1m/ratings.dat'].length / 1e6).toFixed(0)} MB of ratings.dat`
    const inSeconds = (times: number[]) => times.map((ms) => ms / 1000)
    for (const [what, times] of [
      ['folder', inSeconds(fromFolder)],
      ['zip', inSeconds(fromZip)],
    ] as const) {
      const note = `${size}; ${spread(times)}`
      yield { name: `1,000,209 ratings read, MovieLens ${what}`, value: median(times), unit: 's', note, most: 5 }
    }
  },
}

/** Files like MovieLens-1M's in size and form, with made-up ratings. */
function millionRatingsAsFiles(): Record<string, Uint8Array> {
  const { rows, start, column, value } = millionRatings()
  const lines: string[] = []
  for (let person = 0; person < rows; person++) {
    for (let e = start[person]; e < start[person + 1]; e++) {
      lines.push(`${person + 1}::${column[e] + 1}::${value[e]}::${956703932 + ((e * 7919) % 80_000_000)}\n`)
    }
  }
  const films = Array.from(
    { length: 3706 },
    (_, i) => `${i + 1}::Film number ${i + 1} (${1930 + (i % 70)})::Comedy|Drama\n`,
  )
  const encode = (text: string[]) => new TextEncoder().encode(text.join(''))
  return { 'ml-1m/ratings.dat': encode(lines), 'ml-1m/movies.dat': encode(films) }
}
