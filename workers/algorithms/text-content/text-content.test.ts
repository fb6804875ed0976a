import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { films } from '../../data/films.ts'
import { recommend, type Frame, type TrainingData } from '../../contract/system.ts'
import { smallAudience } from '../../testing/small-dataset.ts'
import { withSettings } from '../../contract/spec.ts'
import { textOf, wordPattern } from './spec.ts'
import { isStopWord } from './stop-words.ts'
import { textContent } from './text-content.ts'
import { termsOf, tfIdf } from './tf-idf.ts'

const device = { kind: 'cpu', reason: 'a test' } as const

async function frameAt(step: number, data: TrainingData): Promise<Frame> {
  const settings = withSettings(textContent.spec, 'tuned')
  for await (const frame of textContent.train({ data, seed: 1, device }, settings))
    if (frame.step === step) return frame
  throw new Error(`no step ${step}`)
}

test('stop words are those of scikit-learn: 317 of two letters or more, none twice', () => {
  // 318 in all, “a” and “i” among them, which are no words here.
  const source = readFileSync(new URL('./stop-words.ts', import.meta.url), 'utf8')
  const added = [...source.matchAll(/^ {2}'([a-z ]+)',$/gm)].flatMap(([, line]) => line.split(' '))
  expect(new Set(added).size).toBe(added.length)
  expect(added.length).toBe(218)
  for (const word of [...added, 'the', 'never', 'must', 'two', 'show']) expect(isStopWord(word)).toBe(true)
  for (const word of ['best', 'don', 'left', 'old', 'going', 'came', 'like', 'make', 'way'])
    expect(isStopWord(word)).toBe(false)
})

describe('TF-IDF', () => {
  const word = fc.constantFrom('harbour', 'winter', 'café', 'naïve', '東京', '42', 'station_7', 'robot')
  const texts = fc.array(fc.array(word, { maxLength: 6 }), { minLength: 1, maxLength: 12 })

  test('rows have length 1, or 0 where a text has no term', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 8 }), (given, most) => {
        const rows = tfIdf(given, given.length, most)
        expect(rows.terms.length).toBeLessThanOrEqual(most)
        rows.lengths.forEach((length, row) => {
          if (rows.start[row] === rows.start[row + 1]) expect(length).toBe(0)
          else expect(length).toBeCloseTo(1, 12)
        })
      }),
    )
  })

  test('the order of the texts changes nothing but the order of the rows', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const [forth, back] = [given, given.toReversed()].map((order) => tfIdf(order, order.length, 1000))
        expect(back.terms).toEqual(forth.terms)
        expect(back.idf).toEqual(forth.idf)
        given.forEach((_, row) => {
          const other = given.length - 1 - row
          const rowOf = ({ start, value }: typeof forth, at: number) =>
            Array.from(value.subarray(start[at], start[at + 1]))
          expect(rowOf(back, other)).toEqual(rowOf(forth, row))
        })
      }),
    )
  })

  test('words of any script, in lower case, in code-point order', () => {
    const terms = termsOf('Naïve CAFÉ, x 東京! station_7 𝒜𝒷', {})
    expect(terms).toEqual(['naïve', 'café', '東京', 'station_7', '𝒜𝒷'])
    const wide = '𐐨𐐨' // above U+FFFF: its UTF-16 units come before those of U+FFxx
    expect(tfIdf([['ﬀﬀ', wide]], 1, 10).terms).toEqual(['ﬀﬀ', wide])
  })
})

describe('words of every script', () => {
  /** As scikit-learn takes them: Python's \w has no marks. */
  const withoutMarks = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []

  test.each([
    ['हिन्दी की कहानी', ['हिन्दी', 'की', 'कहानी']],
    ['दिल्ली की शाम', ['दिल्ली', 'की', 'शाम']],
    ['கடல் அலைகள்', ['கடல்', 'அலைகள்']],
    ['กาลครั้งหนึ่ง', ['กาลครั้งหนึ่ง']],
    ['שָׁלוֹם עולם', ['שָׁלוֹם', 'עולם'].map((word) => word.normalize('NFC'))],
    ['مُحَمَّد', ['مُحَمَّد'.normalize('NFC')]],
    ['می‌خواهم', ['می‌خواهم']],
    ['Ame\u0301lie', ['amélie']],
    ['İstanbul', ['i\u0307stanbul']],
    ['東京物語', ['東京物語']],
  ])('%s', (text, words) => {
    expect(termsOf(text, {})).toEqual(words)
    // what the picture underlines are the same words
    const shown = textOf({ title: text, genres: [], tones: [] }).match(wordPattern)
    expect(shown?.map((word) => word.toLowerCase())).toEqual(words)
  })

  test('composed and decomposed text have the same words', () => {
    const letters = fc.constantFrom(...'aéñüßøКйĕ 한글がパ히', ' ', '-', '7')
    fc.assert(
      fc.property(fc.array(letters), (parts) => {
        const text = parts.join('')
        expect(termsOf(text.normalize('NFD'), {})).toEqual(termsOf(text, {}))
      }),
    )
  })

  test('where there are no marks, they are scikit-learn’s', () => {
    const letters = fc.constantFrom(...'aZé_7東京шЖ𝒜ßﬀ', ' ', '-', '’', '.', '!')
    fc.assert(
      fc.property(fc.array(letters), (parts) => {
        const text = parts.join('')
        expect(termsOf(text, {})).toEqual([...withoutMarks(text)])
      }),
    )
  })

  test('every Hindi title has words to compare', () => {
    const lines = readFileSync(new URL('../../data/fixtures/11-devanagari/movies.csv', import.meta.url), 'utf8')
    const titles = lines
      .split('\n')
      .slice(1, 9)
      .map((line) => line.split(',')[1])
    for (const title of titles) expect(termsOf(title, { isStopWord }).length, title).toBeGreaterThan(3)
  })
})

test('a film is read once, in order; one not read has no score, and none is recommended at the start', async () => {
  const data = smallAudience()
  const recommender = await (await frameAt(10, data)).recommender()
  const scores = recommender.person(5).scores()
  scores.forEach((score, item) => expect(Number.isFinite(score)).toBe(item < 10))
  expect(recommend((await (await frameAt(0, data)).recommender()).person(5), 10, [])).toEqual([])
})

test('data without descriptions is read by titles and genres, and says so', async () => {
  const item = { title: 'The General', genres: ['comedy', 'war'], tones: [] }
  expect(textOf(item)).toBe('The General comedy war')
  const { interactions, scale } = smallAudience()
  const items = Array.from({ length: 30 }, () => item)
  expect((await frameAt(1, { interactions, scale, items })).note).toContain('titles and the genres')
})

test('texts of stop words alone are refused, with what to do', async () => {
  const { interactions, scale } = smallAudience()
  const items = Array.from({ length: 30 }, () => ({
    title: '',
    genres: [],
    tones: [],
    description: 'It is the and of a',
  }))
  await expect(frameAt(0, { interactions, scale, items })).rejects.toThrow(
    'text-content: the texts of these 30 items have no words but stop words, so there is nothing to compare. Keep the stop words',
  )
})

test('the catalogue has words to compare', () => {
  const texts = films.map((film) => termsOf(textOf(film), { isStopWord }))
  const { terms, documents } = tfIdf(texts, texts.length, 1000)
  expect(terms.length).toBe(1000)
  expect(Math.max(...documents)).toBeGreaterThan(10)
})
