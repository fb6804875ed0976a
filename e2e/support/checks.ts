import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What a person would stumble over, a line each; an empty list is a good page. */
export type Findings = readonly string[]

/** What the page says went wrong: a page that cannot show itself has nothing else to stumble over. */
export async function failures(page: Page): Promise<Findings> {
  return (await page.getByRole('alert').allInnerTexts()).map((text) => `it failed: ${text}`)
}

/**
 * Every rule of WCAG 2.2 A and AA, in the parts of the page that are named. Where axe stands in the page already it is not
 * sent again, it runs in the page instead of a second one (there are no frames), and what passed is not written up: a
 * quarter of the time.
 */
export function axeViolations(page: Page, parts: readonly string[] = [], without: string[] = []): Promise<Findings> {
  return axe(page, parts, (builder) => builder.withTags(tags).disableRules(without))
}

/** What depends on colours alone. */
export function colourViolations(page: Page): Promise<Findings> {
  return axe(page, [], (builder) => builder.withRules(['color-contrast', 'link-in-text-block']))
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function axe(
  page: Page,
  parts: readonly string[],
  asked: (builder: AxeBuilder) => AxeBuilder,
): Promise<Findings> {
  const there = await page.evaluate(() => 'axe' in window)
  const builder = new AxeBuilder({ page, ...(there && { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
  for (const part of parts) builder.include(part)
  const { violations } = await asked(builder).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').slice(1).join(' ').trim()
      return `axe ${id}: ${target.join(' ')}: ${why.slice(0, 200)}`
    }),
  )
}

/** What is wrong with a page in a window of so many px, but for what a name, a key or a colour is needed to see. */
export const layout = async (page: Page, width: number): Promise<Findings> => [
  ...(await failures(page)),
  ...(await overflow(page, width)),
  ...(await chartLabels(page)),
  ...(await cutFormulas(page)),
  ...(await tooSmall(page)),
]

/** Wider than the window: says how much, and which elements stick out. */
export function overflow(page: Page, width: number): Promise<Findings> {
  return page.evaluate((width) => {
    const found: string[] = []
    const wide = document.documentElement.scrollWidth
    if (wide > width) found.push(`overflow: the page is ${wide} px wide in a window of ${width}`)
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
    for (const element of document.body.querySelectorAll('*')) {
      const { right, width: own } = element.getBoundingClientRect()
      if (own <= 1 || right <= width + 0.5 || scrolls(element.parentElement)) continue
      if (getComputedStyle(element).visibility === 'hidden') continue
      found.push(
        `overflow: <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ends at ${right}`,
      )
    }
    return found.slice(0, 8)
  }, width)
}

/** Formulas of which a part can only be seen by scrolling. */
export function cutFormulas(page: Page): Promise<Findings> {
  return page.evaluate(async () => {
    await document.fonts.ready
    const cut = [...document.querySelectorAll(':has(> math)')].filter((box) => box.scrollWidth > box.clientWidth + 1)
    return cut.map(
      ({ scrollWidth, clientWidth, textContent }) =>
        `formula: ${scrollWidth} px wide in a column of ${clientWidth}: “${textContent.slice(0, 60)}”`,
    )
  })
}

/** Chart labels that lie over each other or are cut off by their frame, and chart text that is not marked as a label. */
export function chartLabels(page: Page): Promise<Findings> {
  return page.evaluate(() => {
    type Point = readonly [number, number]
    const found: string[] = []
    const text = (label: Element) => `“${label.textContent.trim().slice(0, 30)}”`

    /** The four corners of a label, turned as it is turned, half a pixel inside its edges. */
    function corners(label: Element): Point[] {
      if (label instanceof SVGGraphicsElement) {
        const box = label.getBBox()
        const matrix = label.getScreenCTM()
        if (!matrix) return []
        const at = (x: number, y: number): Point => {
          const point = new DOMPoint(x, y).matrixTransform(matrix)
          return [point.x, point.y]
        }
        const [left, top, right, bottom] = [box.x + 0.5, box.y + 0.5, box.x + box.width - 0.5, box.y + box.height - 0.5]
        return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
      }
      const { left, top, right, bottom } = label.getBoundingClientRect()
      return [
        [left + 0.5, top + 0.5],
        [right - 0.5, top + 0.5],
        [right - 0.5, bottom - 0.5],
        [left + 0.5, bottom - 0.5],
      ]
    }

    /** Two convex shapes overlap unless a line along one of their edges has them on its two sides. */
    function overlap(a: Point[], b: Point[]) {
      for (const shape of [a, b])
        for (let i = 0; i < shape.length; i++) {
          const [from, to] = [shape[i]!, shape[(i + 1) % shape.length]!]
          const across: Point = [to[1] - from[1], from[0] - to[0]]
          const along = (points: Point[]) => points.map(([x, y]) => x * across[0] + y * across[1])
          const [pa, pb] = [along(a), along(b)]
          if (Math.max(...pa) <= Math.min(...pb) || Math.max(...pb) <= Math.min(...pa)) return false
        }
      return true
    }

    const seen = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    for (const unmarked of document.querySelectorAll('figure svg text:not([data-chart-label])'))
      if (seen(unmarked)) found.push(`chart text without data-chart-label: ${text(unmarked)}`)

    const labels = [...document.querySelectorAll('[data-chart-label]')]
      .filter((label) => seen(label) && label.textContent.trim() !== '')
      .map((label) => ({ label, shape: corners(label), chart: label.closest('figure') ?? label.parentElement! }))
    for (const { label, shape, chart } of labels) {
      const frames = [chart.getBoundingClientRect()]
      for (let up = label.parentElement; up && up !== chart.parentElement; up = up.parentElement)
        if (getComputedStyle(up).overflow !== 'visible') frames.push(up.getBoundingClientRect())
      const inside = ([x, y]: Point) =>
        frames.every((f) => x >= f.left - 1 && x <= f.right + 1 && y >= f.top - 1 && y <= f.bottom + 1)
      if (!shape.every(inside)) found.push(`chart label cut off: ${text(label)}`)
      if (
        label instanceof HTMLElement &&
        label.scrollWidth > label.clientWidth + 1 &&
        getComputedStyle(label).overflow !== 'visible'
      )
        found.push(`chart label cut off: ${text(label)}`)
    }
    labels.forEach((a, i) => {
      for (const b of labels.slice(i + 1))
        if (!a.label.contains(b.label) && !b.label.contains(a.label) && overlap(a.shape, b.shape))
          found.push(`chart labels overlap: ${text(a.label)} and ${text(b.label)}`)
    })
    return found.slice(0, 12)
  })
}

/** Charts without a caption, a summary in words or a table behind them. */
export function chartsWithoutWords(page: Page): Promise<Findings> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const figure of document.querySelectorAll('figure')) {
      if (!figure.querySelector('svg, canvas') || !figure.checkVisibility()) continue
      const caption = figure.querySelector('figcaption')?.textContent.trim() ?? ''
      if (caption === '') found.push('chart without a caption')
      if (!figure.querySelector('details')) found.push(`chart without a table behind it: ${caption.slice(0, 40)}`)
      if (!figure.querySelector('[role][aria-label], [role][aria-labelledby]'))
        found.push(`chart without a summary in words: ${caption.slice(0, 40)}`)
    }
    return found
  })
}

/** What can be focused and has no name, by the browser's own accessibility tree. */
export async function namelessControls(page: Page): Promise<Findings> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes
    .filter(({ ignored, role, name, properties }) => {
      const focusable = properties?.some((property) => property.name === 'focusable' && property.value.value === true)
      return !ignored && focusable === true && role?.value !== 'RootWebArea' && String(name?.value ?? '').trim() === ''
    })
    .map(({ role }) => `control without a name: ${String(role?.value)}`)
}

/** Text under 12 px, and under a coarse pointer targets under 44 px. */
export function tooSmall(page: Page): Promise<Findings> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!
      const words = node.textContent?.trim() ?? ''
      if (words === '' || !shown(parent) || parent.closest('script, style, noscript')) continue
      const size = parseFloat(getComputedStyle(parent).fontSize)
      if (size < 12) found.add(`text of ${size} px: “${words.slice(0, 30)}”`)
    }
    if (!matchMedia('(pointer: coarse)').matches) return [...found].slice(0, 8)
    for (const control of document.querySelectorAll<HTMLElement>(
      'button, select, summary, input, [role=button], [role=slider]',
    )) {
      // A hidden radio is pressed by its label.
      const target = control instanceof HTMLInputElement && control.labels?.[0] ? control.labels[0] : control
      const { width, height } = target.getBoundingClientRect()
      if (width <= 1 || !shown(target) || (width >= 43.5 && height >= 43.5)) continue
      const name = control.getAttribute('aria-label') ?? target.textContent.trim()
      found.add(
        `target of ${Math.round(width)} × ${Math.round(height)} px: ${control.tagName.toLowerCase()} “${name.slice(0, 30)}”`,
      )
    }
    return [...found].slice(0, 12)
  })
}

/** Tabs through the page; says where the focus cannot be seen. Leaves it as it is when it has just been opened. */
export async function focusRings(page: Page): Promise<Findings> {
  const fromTheTop = () =>
    page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      window.scrollTo(0, 0)
    })
  await fromTheTop()
  const still = await page.evaluateHandle(
    () =>
      new Set(
        [...document.querySelectorAll('*')].filter(
          (element) =>
            parseFloat(getComputedStyle(element).outlineWidth) >= 2 &&
            getComputedStyle(element).outlineStyle !== 'none',
        ),
      ),
  )
  const stops = await page.evaluateHandle(() => new Set<Element>())
  const found: string[] = []
  for (let press = 0; press < 400; press++) {
    // Held down, which is half as many messages to the browser as pressed.
    await page.keyboard.down('Tab')
    const stop = await page.evaluate(
      ([still, stops]) => {
        const at = document.activeElement
        if (!at || at === document.body || stops.has(at)) return undefined
        stops.add(at)
        const box = (element: Element) => element.getBoundingClientRect()
        const ringed = (element: Element) => {
          const { outlineStyle, outlineWidth, outlineColor, clipPath } = getComputedStyle(element)
          const clear = /rgba\(.*, 0\)|transparent/.test(outlineColor)
          const { width, height } = box(element)
          if (still.has(element) || clear || clipPath !== 'none' || width <= 1 || height <= 1) return false
          return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
        }
        const labels = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? [...(at.labels ?? [])] : []
        const near = [at, ...labels, at.parentElement, at.nextElementSibling, at.parentElement?.parentElement]
        const rings = [...near, ...at.querySelectorAll('*')].filter((element) => element && ringed(element))
        const active = at.getAttribute('aria-activedescendant')
        const name = `<${at.tagName.toLowerCase()}> “${(at.getAttribute('aria-label') ?? at.textContent).trim().slice(0, 40)}”`
        const said: string[] = []
        const marked = active ? document.getElementById(active) : null
        if (rings.length === 0 && !(marked && ringed(marked))) said.push(`focus without a ring: ${name}`)
        const shown = rings[0] ?? at
        const { left, right, top, bottom } = box(shown)
        const places = [0.5, 0.1, 0.9].flatMap((x) =>
          [0.5, 0.1, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y] as const),
        )
        const open = places.some(([x, y]) => {
          const over = document.elementFromPoint(x, y)
          return (
            over !== null &&
            (shown.contains(over) || over.contains(shown) || labels.some((label) => label.contains(over)))
          )
        })
        if (!open) said.push(`focus hidden behind something or out of the window: ${name}`)
        return said
      },
      [still, stops] as const,
    )
    if (stop === undefined) break
    found.push(...stop)
  }
  await page.keyboard.up('Tab')
  await fromTheTop()
  const reached = await stops.evaluate((elements) => elements.size)
  if (reached < 5) found.push(`only ${reached} places can be reached by Tab`)
  return found
}

const framesLookedAt = 8

interface Watched {
  readonly moved: readonly string[]
  /** how many frames the page asks for while so many go by */
  askedIn(frames: number): Promise<number>
}

/** Call before the page opens: notes everything that moves by itself from then on. */
export async function watchMovement(page: Page) {
  await page.addInitScript(() => {
    const moved: string[] = []
    let asked = 0
    const note = (event: Event) => {
      const element = event.target as Element
      const what = (event as TransitionEvent).propertyName || (event as AnimationEvent).animationName
      moved.push(
        `movement: ${event.type} of ${what} on <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`,
      )
    }
    for (const kind of ['transitionrun', 'animationstart']) document.addEventListener(kind, note, true)
    const ask = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (callback) => {
      asked++
      return ask(callback)
    }
    const askedIn = async (frames: number) => {
      const before = asked
      for (let frame = 0; frame < frames; frame++) await new Promise(ask)
      return asked - before
    }
    Object.assign(window, { moved, askedIn })
  })
}

/** What has moved since `watchMovement`, what is moving now, and frames drawn while nothing happens. */
export async function movement(page: Page): Promise<Findings> {
  const frames = await page.evaluate((looked) => (window as unknown as Watched).askedIn(looked), framesLookedAt)
  const moved = await page.evaluate(() => {
    const running = document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) => {
        const name = animation instanceof CSSAnimation ? animation.animationName : 'a transition or animation'
        const on = animation.effect instanceof KeyframeEffect ? animation.effect.target : null
        return `movement: ${name} runs on <${on?.tagName.toLowerCase()} class="${on?.getAttribute('class') ?? ''}">`
      })
    const { moved } = window as unknown as Watched
    return [...new Set([...moved, ...running])]
  })
  return frames > 2 ? [...moved, `movement: ${frames} of ${framesLookedAt} frames drawn while nothing happens`] : moved
}
