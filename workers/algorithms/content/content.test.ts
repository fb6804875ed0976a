import { expect, test } from 'vitest'
import { courseDataset } from '../../data/course.ts'
import { filmsDataset } from '../../data/audience.ts'
import { recommend, type Frame } from '../../contract/system.ts'
import { withSettings } from '../../contract/spec.ts'
import { content } from './content.ts'
import { featuresOf } from './features.ts'
import { inOrderOfTime } from '../../contract/history.ts'

const device = { kind: 'cpu', reason: 'a test' } as const
const films = filmsDataset()
const data = { interactions: films.interactions, items: films.items, scale: films.scale }

async function frameAt(step: number, of = data): Promise<Frame> {
  const settings = withSettings(content.spec, 'tuned')
  for await (const frame of content.train({ data: of, seed: 1, device }, settings))
    if (frame.step === step) return frame
  throw new Error(`no step ${step}`)
}

test('features are in the order of their kinds, and those of one item alone are left out', () => {
  const { names, kinds, values } = featuresOf(
    [
      { title: 'A', year: 1994, genres: ['drama'], tones: ['warm'], country: 'Japan', director: 'X' },
      { title: 'B', year: 1999, genres: ['drama', 'war'], tones: ['warm'], country: 'Japan', director: 'Y' },
    ],
    'all',
    'equal',
  )
  expect(names).toEqual(['drama', 'warm', '1990s', 'Japan'])
  expect(kinds).toEqual(['genre', 'tone', 'decade', 'country'])
  expect(Array.from(values)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
})

test('rare features weigh more', () => {
  const of = (genres: string[]) => ({ title: '', genres, tones: [] })
  const { names, values } = featuresOf([of(['a', 'b']), of(['a', 'b']), of(['a'])], 'genres', 'rare')
  expect(names).toEqual(['a', 'b'])
  expect(values[0]).toBe(1)
  expect(values[1]).toBeCloseTo(Math.log(4 / 3) + 1, 12)
})

test('one step is one rating more in everybody’s profile, oldest first', async () => {
  const first = inOrderOfTime(data.interactions)
  const { time, ratings } = data.interactions
  const timeOf = (user: number, item: number) => time[ratings.column.indexOf(item, ratings.start[user])]
  const four = first(17, 4)
  expect(four.map(({ item }) => timeOf(17, item))).toEqual(
    four.map(({ item }) => timeOf(17, item)).toSorted((a, b) => a - b),
  )
  expect(first(17, 3)).toEqual(four.slice(0, 3))

  const recommender = await (await frameAt(3)).recommender()
  const newestFirst = [...four].reverse() // as the page keeps a visitor's ratings
  expect(recommender.foldIn(newestFirst)!.scores()).toEqual(recommender.person(17).scores())
})

test('before the first rating there is no list, for nobody', async () => {
  const recommender = await (await frameAt(0)).recommender()
  expect(recommend(recommender.person(17), 10, [])).toEqual([])
  expect(recommender.person(17).predict!(0)).toBe(3)
  expect(recommender.foldIn([{ item: 3, rating: 5 }])).toBeUndefined()
})

test('films of which nothing is known make no list, and the page is told', async () => {
  const course = courseDataset()
  const frame = await frameAt(1, { ...course })
  expect(frame.note).toContain('no profile can be made')
  expect(recommend((await frame.recommender()).person(0), 10, [])).toEqual([])
})
