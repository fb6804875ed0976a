import { test, type BrowserContext, type Page } from '@playwright/test'
import { standstill } from '../../scripts/patience.ts'
import { random as randomFrom } from '../../workers/lib/random.ts'
import { learnBriefly } from '../support/learn-briefly.ts'
import { canLoseDevice } from '../support/lose-device.ts'
import { nextAction, pages, thrown, type Hand } from '../support/monkey-actions.ts'
import { evenIfReloaded, see, watchPage, type Seen } from '../support/monkey-watch.ts'

const seed = Number(process.env.MONKEY_SEED ?? 1)
const actions = Number(process.env.MONKEY_ACTIONS ?? 300)

/** What the browser writes of itself where there is no network. */
const ofTheNetwork =
  /net::ERR_|Failed to load resource|Failed to fetch|dynamically imported module|Unable to preload|NetworkError/

/** Errors that nobody caught, or that were written to the console; those that the monkey made itself are none. */
function errorsOf(context: BrowserContext, withoutNetwork: () => boolean): string[] {
  const errors: string[] = []
  const note = (text: string) => {
    if (!text.includes(thrown) && !(withoutNetwork() && ofTheNetwork.test(text))) errors.push(text)
  }
  context.on('weberror', (error) => note(`${error.error().message}\n${error.error().stack}`))
  context.on(
    'console',
    (message) => message.type() === 'error' && note(`${message.text()} at ${message.location().url}`),
  )
  return errors
}

/** What was rated, as far as it must be there: by film of a dataset. */
type Rated = Readonly<Record<string, number>>

const differing = (a: Rated, b: Rated) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((film) => a[film] !== b[film])

/** What is wrong with the ratings after an action that touched the stars of so many films. */
function lost(before: Rated, now: Rated, touched: number): string[] {
  const changed = differing(before, now)
  if (changed.length <= touched) return []
  return [
    `${touched} ratings were touched, ${changed.length} changed: ${JSON.stringify(before)} → ${JSON.stringify(now)}`,
  ]
}

const wrong = ({ state, still, blank }: Seen): string[] => [
  ...(state === 'working' && still > standstill ? [`The page works for ever: nothing has moved for ${still} ms`] : []),
  ...(blank > standstill ? [`The page has been blank for ${blank} ms`] : []),
]

const frames = (page: Page, count: number) =>
  evenIfReloaded(page, () =>
    page.evaluate(
      (count) =>
        new Promise<void>((resolve) => {
          const next = (left: number) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : resolve())
          next(count)
        }),
      count,
    ),
  )

/** Looks again and again until it is so, for as long as anything moves. */
async function until(page: Page, so: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await see(page)
    if (so(seen) || wrong(seen).length > 0 || seen.still > standstill) return seen
    await frames(page, 6)
  }
}

/** The start page shows the ratings that are stored. */
const showsStored = ({ shown, stored, address }: Seen) => {
  const dataset = /[?&]data=([^&]*)/.exec(address)?.[1] ?? 'films@1'
  const there = Object.fromEntries(Object.entries(stored).filter(([film]) => film.startsWith(dataset)))
  return shown === null || differing(shown, there).length === 0
}

/** Opens a page and waits until it has shown all. What went wrong before says so, and offers another try. */
async function showsAll(page: Page, link: string): Promise<string[]> {
  await page.evaluate((hash) => void (location.hash = hash), link)
  const over = ({ state }: Seen) => state === 'settled' || state === 'failed'
  const opened = await until(page, over)
  const again = page.getByRole('button', { name: 'Try again' }).first()
  if (opened.state === 'failed' && (await again.isVisible())) await again.click()
  await frames(page, 6)
  const seen = await until(page, over)
  const problems = [
    ...wrong(seen),
    ...(seen.state === 'settled' ? [] : [`It is ${seen.state}, and says: ${seen.alerts}`]),
  ]
  return problems.map((problem) => `At the end ${link} does not settle: ${problem}`)
}

test(`a monkey of seed ${seed} does ${actions} things`, async ({ page, context, baseURL }) => {
  const trace: string[] = []
  const random = randomFrom(seed)
  const hand: Hand = {
    page,
    context,
    random,
    seen: undefined as unknown as Seen,
    offline: false,
    missed: false,
    full: false,
  }
  const errors = errorsOf(context, () => hand.missed)
  const check = (found: readonly string[]) => {
    if (found.length + errors.length === 0) return
    const replay = `MONKEY_SEED=${seed} MONKEY_ACTIONS=${actions}, after ${trace.length} of them:`
    throw new Error([...found, ...errors, replay, ...trace].join('\n'))
  }
  page.on('crash', () => errors.push('The page crashed'))
  page.on('dialog', (dialog) => void dialog.dismiss())
  // It stays here: what leads elsewhere leads nowhere.
  await context.route(
    ({ href }) => !href.startsWith(baseURL!),
    (route) => route.fulfill({ status: 204 }),
  )
  context.on('page', (other) => void other.close())
  await watchPage(context)
  await learnBriefly(page)
  await canLoseDevice(page)
  await page.goto(`./#${pages[0]}`)
  hand.seen = await until(page, ({ state }) => state === 'settled')

  /** touched while nothing could be stored: it is written once there is room */
  let touchedBefore = 0
  for (let k = 0; k < actions; k++) {
    const before = { ...hand.seen, full: hand.full }
    const act = nextAction(random)
    const did = await evenIfReloaded(page, () => act(hand))
    trace.push(did ?? 'nothing')
    await frames(page, random.integer(4))
    hand.seen = await see(page)
    check(wrong(hand.seen))
    if (hand.seen.loaded !== before.loaded) {
      touchedBefore = 0
      hand.missed = hand.offline
    }
    const touches = touchedBefore + hand.seen.touches
    check(lost(before.stored, hand.seen.stored, hand.full && before.full ? 0 : touches))
    touchedBefore = hand.full ? touches : 0
    if (hand.seen.state === 'settled' && !hand.full && !showsStored(hand.seen)) {
      hand.seen = { ...(await until(page, showsStored)), touches: 0 }
      if (!showsStored(hand.seen))
        check([`Shown ${JSON.stringify(hand.seen.shown)}, stored ${JSON.stringify(hand.seen.stored)}`])
    }
  }

  await context.setOffline(false)
  await page.evaluate(() => {
    sessionStorage.setItem('full', 'no')
    document.dispatchEvent(new Event('visibilitychange'))
  })
  hand.offline = false
  for (const link of pages) {
    trace.push(`at the end, ${link.split('?')[0]}`)
    check(await showsAll(page, link))
  }
})
