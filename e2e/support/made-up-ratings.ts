import { strToU8, zipSync } from 'fflate'

/**
 * A zip as MovieLens has it, of so many films and people, in groups that like the same: person p rates `each` films of
 * group p mod 20. Every film is rated, as long as people × each is at least the number of films.
 */
export function madeUpRatings(films: number, people: number, each: number) {
  const groups = 20
  const movies = ['movieId,title,genres']
  for (let film = 1; film <= films; film++) movies.push(`${film},Film ${film} (1990),Drama`)
  const ratings = ['userId,movieId,rating,timestamp']
  const inGroup = Math.ceil(films / groups)
  for (let person = 0; person < people; person++) {
    const first = Math.floor(person / groups) * each
    for (let k = 0; k < each; k++) {
      const film = ((first + k) % inGroup) * groups + (person % groups)
      if (film < films) ratings.push(`${person + 1},${film + 1},${1 + ((person * 7 + k * 3) % 9) / 2},${9e8 + k}`)
    }
  }
  const lines = (text: readonly string[]) => strToU8(`${text.join('\n')}\n`)
  const files = { 'ml-made-up/ratings.csv': lines(ratings), 'ml-made-up/movies.csv': lines(movies) }
  return { name: 'ml-made-up.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) }
}
