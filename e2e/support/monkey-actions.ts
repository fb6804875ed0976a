import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import type { Random } from '../../workers/lib/random.ts'
import { defaultChoice, firstExperiment, type Experiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { loseDevice } from './lose-device.ts'
import { killWorker, type Seen } from './monkey-watch.ts'
import { phones, screens } from './views.ts'

/** What an action may look at and change. */
export interface Hand {
  readonly page: Page
  readonly context: BrowserContext
  readonly random: Random
  /** the page as it was before the action */
  seen: Seen
  offline: boolean
  /** was offline since the page was loaded: a browser remembers what it could not load, and says so again */
  missed: boolean
  full: boolean
}

/** Does one thing, and says what, so that a person could do it again; undefined where there is nothing to do it to. */
type Action = (hand: Hand) => Promise<string | undefined>

export const thrown = 'thrown by the monkey'

const choices = Object.fromEntries(
  catalog.map(({ spec }) => [spec.id, { ...defaultChoice, changes: fastSettings(spec) }] as const),
)
const brief: Experiment = { ...firstExperiment, choices }
/** Every page, with settings that train in a moment. */
export const pages: readonly string[] = [
  linkOf({ ...brief, view: 'start' }, []),
  linkOf({ ...brief, view: 'data' }, []),
  ...catalog.map(({ spec }) => linkOf({ ...brief, view: 'learn', system: spec.id }, [])),
]

const folder = join(import.meta.dirname, '../links')
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .flatMap((line) => line.split('\t')[0] || [])

const projector = { width: 1920, height: 1080 }
const keys = [
  'Tab',
  'Tab',
  'Tab',
  'Shift+Tab',
  'Enter',
  'Enter',
  'Space',
  'Escape',
  'Home',
  'End',
  'PageDown',
  'Delete',
]
const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
const typed = 'abcdefghijklmnopqrstuvwxyz 0123456789'

const oneOf = <T>(random: Random, all: readonly T[]): T => all[random.integer(all.length)]!

const open = (page: Page, link: string) => page.evaluate((hash) => void (location.hash = hash), link)

/** A link with some of its letters changed, cut or doubled. */
function spoiled(random: Random, link: string): string {
  const letters = [...link]
  for (let changes = 1 + random.integer(4); changes > 0; changes--) {
    const at = random.integer(letters.length)
    letters.splice(at, random.integer(3), ...(random.integer(3) > 0 ? [oneOf(random, [...'019azAZ%&=?./@-_~★'])] : []))
  }
  return letters.join('')
}

/** Where to press: in the middle of a thing that can be pressed and seen, after scrolling to it. */
function find(page: Page, what: string, at: number): Promise<{ x: number; y: number; name: string } | null> {
  return page.evaluate(
    ({ what, at }) => {
      const all = [...document.querySelectorAll<HTMLElement>(what)].filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          !element.matches(':disabled, [type=file], [type=file] *') &&
          element.getBoundingClientRect().width > 0,
      )
      const element = all[Math.floor(at * all.length)]
      if (!element) return null
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { x, y, width, height } = element.getBoundingClientRect()
      const words = element.getAttribute('aria-label') ?? (element.innerText || element.closest('label')?.innerText)
      return {
        x: x + width / 2,
        y: y + height / 2,
        name: `${element.tagName.toLowerCase()} ${words?.slice(0, 40) ?? ''}`,
      }
    },
    { what, at },
  )
}

const pressable =
  'a[href^="#"], button, input, select, summary, label, [role=button], [role=tab], [role=option], [role=gridcell], [tabindex="0"]'

const click: Action = async ({ page, random }) => {
  const target = await find(page, pressable, random.uniform())
  if (!target) return undefined
  await page.mouse.click(target.x, target.y)
  return `click ${target.name.replaceAll(/\s+/g, ' ')}`
}

const rate: Action = async ({ page, random }) => {
  const target = await find(page, 'fieldset:has(legend) label:has(input[type=radio])', random.uniform())
  if (!target) return undefined
  await page.mouse.click(target.x, target.y)
  return `press stars at ${Math.round(target.x)}, ${Math.round(target.y)}`
}

const key: Action = async ({ page, random }) => {
  const pressed = oneOf(random, random.integer(2) === 0 ? keys : arrows)
  await page.keyboard.press(pressed)
  return `press ${pressed}`
}

const type: Action = async ({ page, random }) => {
  const letters = oneOf(random, [...typed])
  await page.keyboard.press(letters === ' ' ? 'Space' : letters)
  return `type “${letters}”`
}

const drag: Action = async ({ page, random }) => {
  const from = await find(
    page,
    'input[type=range], canvas, [role=slider], [draggable], button[class*=handle]',
    random.uniform(),
  )
  if (!from) return undefined
  const by = { x: random.integer(400) - 200, y: random.integer(200) - 100 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 3 })
  await page.mouse.up()
  return `drag ${from.name} by ${by.x}, ${by.y}`
}

const wheel: Action = async ({ page, random }) => {
  const down = random.integer(1600) - 800
  await page.mouse.wheel(0, down)
  return `wheel ${down}`
}

const toPage: Action = async ({ page, random }) => {
  const link = oneOf(random, pages)
  await open(page, link)
  return `open ${link.split('?')[0]}, brief`
}

const keptLink: Action = async ({ page, random }) => {
  const link = oneOf(random, kept)
  await open(page, link)
  return `open ${link}`
}

const spoiledLink: Action = async ({ page, random }) => {
  const link = spoiled(random, oneOf(random, random.integer(2) === 0 ? kept : pages))
  await open(page, link)
  return `open ${link}`
}

const back: Action = async ({ page, seen }) => {
  if (!seen.canGoBack) return undefined
  await page.evaluate(() => history.back())
  return 'back'
}

const forward: Action = async ({ page, seen }) => {
  if (!seen.canGoForward) return undefined
  await page.evaluate(() => history.forward())
  return 'forward'
}

const reload: Action = async ({ page, offline }) => {
  // Without a network a browser may have nothing to show, and that is its own page.
  if (offline) return undefined
  await page.reload()
  return 'reload'
}

const resize: Action = async ({ page, random }) => {
  const size = oneOf(random, [...phones, ...screens, projector])
  await page.setViewportSize(size)
  return `resize to ${size.width} × ${size.height}`
}

const scheme: Action = async ({ page, random }) => {
  const colorScheme = oneOf(random, ['light', 'dark'] as const)
  await page.emulateMedia({ colorScheme })
  return `system theme ${colorScheme}`
}

const network: Action = async (hand) => {
  const offline = !hand.offline
  if (offline) hand.offline = hand.missed = true
  await hand.context.setOffline(offline)
  hand.offline = offline
  return hand.offline ? 'offline' : 'online'
}

const storage: Action = async (hand) => {
  hand.full = !hand.full
  await hand.page.evaluate((full) => {
    sessionStorage.setItem('full', full ? 'yes' : 'no')
    // Whoever clears some room comes back to the tab.
    if (!full) document.dispatchEvent(new Event('visibilitychange'))
  }, hand.full)
  return hand.full ? 'storage is full' : 'storage has room'
}

const kill: Action = async ({ page }) => `end ${await killWorker(page)} worker(s) behind the page’s back`

const stray: Action = async ({ page }) => {
  const worker = page.workers()[0]
  if (!worker) return undefined
  const throws = (words: string) =>
    void setTimeout(() => {
      throw new Error(words)
    })
  // A worker that has just been ended never answers.
  void worker.evaluate(throws, thrown).catch(() => undefined)
  return 'a stray error in the worker'
}

const lose: Action = async ({ page, random }) => {
  const what = oneOf(random, ['device', 'GPU'] as const)
  await loseDevice(page, what)
  return `lose the ${what}`
}

/** How often what is done, of all together. */
const often: readonly (readonly [number, Action])[] = [
  [30, click],
  [12, rate],
  [14, key],
  [4, type],
  [5, drag],
  [3, wheel],
  [9, toPage],
  [3, keptLink],
  [3, spoiledLink],
  [5, back],
  [3, forward],
  [2, reload],
  [4, resize],
  [1, scheme],
  [2, network],
  [2, storage],
  [2, kill],
  [1, stray],
  [2, lose],
]
const total = often.reduce((sum, [weight]) => sum + weight, 0)

export function nextAction(random: Random): Action {
  let rest = random.integer(total)
  return often.find(([weight]) => (rest -= weight) < 0)![1]
}
