import type { Page } from '@playwright/test'
import { settled } from './open.ts'
import type { Theme } from './views.ts'

/**
 * What is told apart by colour alone in the theme that is shown, and is no more where the system's colours take the
 * place of the page's: marks (boxes without words, lines and shapes of charts) that stood out from their ground, states
 * that look like others, and sliders.
 */
export async function lostInForcedColours(page: Page, theme: Theme): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: 'none', colorScheme: theme })
  await settled(page)
  const before = await page.evaluate(marksThatStandOut)
  await page.emulateMedia({ forcedColors: 'active' })
  await settled(page)
  const after = new Set(await page.evaluate(marksThatStandOut))
  const alike = await page.evaluate(statesThatLookLikeOthers)
  const sliders = await page.evaluate(slidersOfTheBrowser)
  await page.emulateMedia({ forcedColors: 'none' })
  return [...before.filter((mark) => !after.has(mark)), ...alike, ...sliders]
}

/** In the page: each mark with a contrast of 3 to what lies behind it, by what it is and its place among all. */
function marksThatStandOut(): string[] {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const rgba = (colour: string) => {
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    return pen.getImageData(0, 0, 1, 1).data
  }
  const luminance = (colour: string) => {
    const [r, g, b] = [...rgba(colour)].map((part) => {
      const c = part / 255
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const opaque = (colour: string) => colour !== 'none' && rgba(colour)[3]! > 200
  const groundOf = (element: Element | null): string => {
    if (!element) return 'Canvas'
    const { backgroundColor } = getComputedStyle(element)
    return opaque(backgroundColor) ? backgroundColor : groundOf(element.parentElement)
  }
  const standsOut = (colour: string, ground: string) => {
    const [dark, light] = [luminance(colour), luminance(ground)].sort((a, b) => a - b)
    return (light! + 0.05) / (dark! + 0.05) >= 3
  }
  const coloursOf = (element: Element) => {
    const style = getComputedStyle(element)
    if (element instanceof SVGGeometryElement) return [style.fill, style.stroke]
    const bordered = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0
    return [style.backgroundColor, ...(bordered ? [style.borderTopColor] : [])]
  }
  const found: string[] = []
  for (const [place, element] of [...document.querySelectorAll('main *')].entries()) {
    const shape = element instanceof SVGGeometryElement
    const box =
      element instanceof HTMLElement && element.childNodes.length === 0 && !/CANVAS|INPUT/.test(element.tagName)
    if (!(shape || box)) continue
    const { width, height } = element.getBoundingClientRect()
    if (Math.max(width, height) < 3 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      continue
    const ground = groundOf(element.parentElement)
    if (coloursOf(element).some((colour) => opaque(colour) && standsOut(colour, ground)))
      found.push(`${place}: <${element.tagName} class="${element.getAttribute('class') ?? ''}">`)
  }
  return found
}

/** In the page: what is pressed, chosen or shown, and looks like one of its kind that is not. */
function statesThatLookLikeOthers(): string[] {
  const chosen = (element: Element) =>
    element.matches(
      '[aria-pressed="true"], [aria-current]:not([aria-current="false"]), [data-shown="true"], label:has(:checked)',
    )
  const look = (element: Element) => {
    const { backgroundColor, outlineStyle, outlineWidth, borderTopWidth, borderTopStyle } = getComputedStyle(element)
    return [backgroundColor, outlineStyle, outlineWidth, borderTopWidth, borderTopStyle].join()
  }
  const found: string[] = []
  for (const element of document.querySelectorAll('*')) {
    if (!chosen(element) || !element.checkVisibility()) continue
    const kin = document.getElementsByClassName(element.getAttribute('class') ?? '')
    for (const other of kin)
      if (!chosen(other) && other.tagName === element.tagName && look(other) === look(element))
        found.push(`“${element.textContent?.slice(0, 40)}” looks like “${other.textContent?.slice(0, 40)}”`)
  }
  return [...new Set(found)]
}

/** In the page: sliders whose thumb and track, which nobody can ask about, are not painted in the page's own tokens. */
const slidersOfTheBrowser = () =>
  [...document.querySelectorAll('input[type=range]')]
    .filter((slider) => getComputedStyle(slider).forcedColorAdjust !== 'none')
    .map((slider) => `the slider “${slider.getAttribute('aria-label') ?? slider.id}”`)
