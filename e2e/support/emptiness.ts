import type { Locator, Page } from '@playwright/test'

/** In the page: whether a canvas shows more than one colour. */
const paintedIn = (page: Page) =>
  page.evaluateHandle(() => (canvas: HTMLCanvasElement): boolean => {
    const small = document.createElement('canvas')
    small.width = small.height = 64
    const context = small.getContext('2d')!
    if (canvas.width === 0 || canvas.height === 0) return false
    context.drawImage(canvas, 0, 0, 64, 64)
    const { data } = context.getImageData(0, 0, 64, 64)
    return data.some((value, at) => value !== data[at % 4])
  })

/**
 * Boxes with nothing in them, a line each: what has an edge or a ground of its own, or is a named part of the page, and
 * holds no words, no marks, no painted canvas and nothing to press or fill in.
 */
export async function emptyBoxes(page: Page): Promise<string[]> {
  return await page.locator('main').evaluate(
    (main, painted) => {
      const largest = 2500
      const holdsSomething = (element: Element): boolean =>
        (element as HTMLElement).innerText?.trim() !== '' ||
        element.matches('svg, canvas, input, select, button, img, textarea') ||
        element.querySelector('input, select, button, img, textarea') !== null ||
        [...element.querySelectorAll('canvas')].some(painted) ||
        element.querySelector('svg :is(path, circle, rect, line, text, polyline, polygon)') !== null
      const hasEdge = ({ borderTopWidth, borderLeftWidth, borderTopStyle, borderTopColor }: CSSStyleDeclaration) =>
        parseFloat(borderTopWidth) > 0 &&
        parseFloat(borderLeftWidth) > 0 &&
        borderTopStyle !== 'none' &&
        !/, 0\)$/.test(borderTopColor)
      const hasGround = ({ backgroundColor, backgroundImage }: CSSStyleDeclaration) =>
        backgroundImage !== 'none' || !/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)
      const found: string[] = []
      for (const element of main.querySelectorAll('*')) {
        if (!(element instanceof HTMLElement) || !element.checkVisibility() || element.matches('th, td')) continue
        if (element.closest('.visually-hidden')) continue
        const { width, height } = element.getBoundingClientRect()
        const style = getComputedStyle(element)
        if (style.visibility === 'hidden' || style.display === 'none') continue
        const large = width * height > largest && Math.min(width, height) >= 24
        const box = large && (hasEdge(style) || hasGround(style))
        const part =
          element.matches('section, figure, table, ul, ol') && (width > 0 || element.matches('section, figure'))
        const name = `<${element.localName} class="${element.className}" ${Math.round(width)} × ${Math.round(height)}>`
        if (element instanceof HTMLCanvasElement) {
          if (large && !painted(element)) found.push(`a blank canvas: ${name}`)
        } else if (element.closest('[aria-hidden="true"]') === null && (box || part) && !holdsSomething(element))
          found.push(`an empty box: ${name}`)
      }
      return found
    },
    await paintedIn(page),
  )
}

export interface Picture {
  /** shapes drawn, cells of tables and rows of lists; a painted canvas counts as many */
  readonly marks: number
  readonly words: number
}

/** How much there is to see in a part of the page. */
export async function pictureOf(part: Locator): Promise<Picture> {
  return await part.evaluate(
    (element, painted) => {
      const shapes = [...element.querySelectorAll('svg')]
        .filter((svg) => svg.clientWidth * svg.clientHeight > 2500)
        .flatMap((svg) => [...svg.querySelectorAll('path, circle, rect, line, polyline, polygon')])
      const rows = [...element.querySelectorAll('tr, ol > li, ul > li')].filter(
        (row) => row.getClientRects().length > 0,
      )
      const canvases = [...element.querySelectorAll('canvas')].filter(painted)
      return {
        marks: shapes.length + rows.length + 10 * canvases.length,
        words: (element as HTMLElement).innerText.split(/\s+/).length,
      }
    },
    await paintedIn(part.page()),
  )
}
