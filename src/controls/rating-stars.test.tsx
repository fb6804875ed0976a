import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { RatingStars } from './rating-stars.tsx'

const stars = (value: number | undefined, low = 1, step = 1) =>
  renderToStaticMarkup(
    <RatingStars name="Solaris" value={value} low={low} high={5} step={step} onRate={() => undefined} />,
  )
const radios = (html: string) => html.match(/<input[^>]*type="radio"[^>]*>/g)!
const chosen = (html: string) =>
  radios(html)
    .filter((radio) => radio.includes('checked'))
    .map((radio) => /aria-label="(.+?)"/.exec(radio)![1])
const filled = (html: string) => html.match(/data-filled="true"/g)?.length ?? 0

test('five radio buttons of one group, named after the film', () => {
  const html = stars(4)
  expect(new Set(radios(html).map((radio) => /name="(.+?)"/.exec(radio)![1])).size).toBe(1)
  expect(radios(html)).toHaveLength(5)
  expect(html).toMatch(/<legend[^>]*>Your rating of Solaris<\/legend>/)
  expect(chosen(html)).toEqual(['4 stars'])
  expect(filled(html)).toBe(4)
})

test('without a rating nothing is chosen and there is nothing to clear', () => {
  expect(chosen(stars(undefined))).toEqual([])
  expect(filled(stars(undefined))).toBe(0)
  expect(stars(undefined)).toMatch(/<button[^>]*hidden=""/)
  expect(stars(1)).not.toMatch(/<button[^>]*hidden=""/)
})

test('half a star is drawn as a whole one, but is not chosen as one', () => {
  const html = stars(3.5, 0.5, 0.5)
  expect(filled(html)).toBe(4)
  expect(chosen(html)).toEqual([])
  expect(html).toContain('Your rating of Solaris: 3.5 of 5')
})
