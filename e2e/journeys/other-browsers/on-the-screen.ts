/*
 * What stands on the page, as functions that run in it: the journeys in other browsers have no Playwright to look with.
 */

/** Whether nothing is awaited, now and two frames later. */
export function settled(): Promise<boolean> {
  const now = () => document.documentElement.dataset.state === 'settled'
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(now())))).then(
    (before) => before && now(),
  ) as Promise<boolean>
}

/** Start: what each system recommends, in the order of the page. */
export function startLists(): { system: string; films: string[] }[] {
  return [...document.querySelectorAll('[aria-label="What they recommend"] h3, [aria-label="What they recommend"] h2')]
    .filter((heading) => heading.parentElement!.querySelector('ol'))
    .map((heading) => ({
      system: heading.textContent,
      films: [...heading.parentElement!.querySelectorAll('ol li b')].map((film) => film.textContent),
    }))
}

/** The star with which a film is given so many. */
export function starOf(film: string, stars: number): Element | undefined {
  return [...document.querySelectorAll('fieldset')]
    .find((group) => group.querySelector('legend')?.textContent.startsWith(`Your rating of ${film}`))
    ?.querySelectorAll('label')[stars - 1]
}

/** "half-step 7 of 30, people solved, loss 19,100" */
export function whereItIs(): string | null | undefined {
  return document.querySelector('input[aria-label="Timeline"]')?.getAttribute('aria-valuetext')
}

export function recommended(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[aria-labelledby="recommends"] ol > li')].map(
    (film) => film.innerText,
  )
}

/** What adds up to the score of the film that is open in the list. */
export function reasons(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[aria-labelledby="recommends"] table tr')].map(
    (row) => row.innerText,
  )
}

export function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)!.focus()
}

/** What stands in the first canvas of what it sees, as a number of its pixels. */
export function picture(): number {
  const pixels = document.querySelector('#stage')!.querySelector('canvas')!.toDataURL()
  let hash = 0
  for (let k = 0; k < pixels.length; k++) hash = (Math.imul(hash, 31) + pixels.charCodeAt(k)) | 0
  return hash
}

/** How many shapes are drawn, or words marked, in what it sees; of a canvas, how many colours. */
export function marks(): number {
  const drawn = ':is(svg :is(path, circle, rect, line, polyline, polygon, text), figure :is(mark, span, button))'
  const shapes = document.querySelectorAll(`#stage ${drawn}`).length
  const colours = [...document.querySelectorAll<HTMLCanvasElement>('#stage canvas')].map((canvas) => {
    if (canvas.width * canvas.height === 0) return 0
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!
    copy.drawImage(canvas, 0, 0)
    return new Set(new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size
  })
  return colours.reduce((most, count) => Math.max(most, count), shapes)
}

/** By how many pixels. */
export function widerThanTheWindow(): number {
  return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
