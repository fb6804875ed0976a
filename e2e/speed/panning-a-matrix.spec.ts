import { expect, test, type CDPSession, type Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { madeUpRatings } from '../support/made-up-ratings.ts'
import { open, settled } from '../support/open.ts'
import { paceOf } from './pace.ts'

const films = 2000
const mostWork = 8
/** Cells of two sizes: most of the picture in view, and little of it. */
const zooms = [2, 8]
const mostRuns = 3

for (const ratio of [1, 2])
  test.describe(`at pixel ratio ${ratio}`, () => {
    test.use({ deviceScaleFactor: ratio, viewport: { width: 1440, height: 1060 } })
    test('panning a matrix of 2,000 × 2,000 leaves half of each frame free', async ({ browser, page }) => {
      const { there, said } = await paceOf(browser)
      await openMatrix(page)
      for (const zoom of zooms) {
        await matrix(page).press('0')
        for (let factor = 1; factor < zoom; factor *= 2) await matrix(page).press('+')
        const runs = [p95(await workPerFrame(page))]
        while (there(runs.at(-1)!) > mostWork && runs.length < mostRuns) runs.push(p95(await workPerFrame(page)))
        console.log(
          `panning a 2,000 × 2,000 matrix, ratio ${ratio}, ${zoom} ×: p95 of main-thread work per frame ${runs
            .map((ms) => ms.toFixed(1))
            .join(', ')} ms (${said})`,
        )
        expect(there(Math.min(...runs))).toBeLessThanOrEqual(mostWork)
      }
    })
  })

async function openMatrix(page: Page) {
  await open(page, linkOf({ ...firstExperiment, view: 'data' }, []))
  await page.getByLabel('Choose a zip').setInputFiles(madeUpRatings(films, 400, 8))
  await expect(page.getByText('ml-made-up.zip is open.')).toBeVisible()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Learn' }).click()
  await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name: 'Item-based' }).click()
  await settled(page)
  await expect(matrix(page)).toHaveAccessibleName(/between 2,000 films.*all rows computed/)
  await matrix(page).scrollIntoViewIfNeeded()
  await page.waitForTimeout(1500) // the picture is made a few milliseconds a frame
}

const matrix = (page: Page) => page.getByRole('grid')
const p95 = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))]!

/** Drags the picture about for ninety moves: what the main thread did between each frame and the next, in ms. */
async function workPerFrame(page: Page): Promise<number[]> {
  const { x, y, width, height } = (await matrix(page).boundingBox())!
  const [middle, centre] = [x + width / 2, y + height / 2]
  await page.mouse.move(middle, centre)
  await page.mouse.down()
  const events = await traced(page, async () => {
    for (let k = 1; k <= 90; k++) {
      await page.mouse.move(middle + 160 * Math.sin(k / 9), centre + 110 * Math.sin(k / 5))
      await page.waitForTimeout(16)
    }
  })
  await page.mouse.up()
  return workBetweenFrames(events)
}

/** As Chromium writes them (Trace Event Format); times in µs. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** processor time of its thread, without what other programs took */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

async function traced(page: Page, act: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['-*', 'disabled-by-default-devtools.timeline', 'devtools.timeline'] },
  })
  await act()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return events
}

/**
 * All tasks of the page's main thread (scripts, styles, layout, paint, commit), gathered from one animation frame to
 * the next. It is processor time, so that a busy machine does not count; where it ran is told by the thread's name.
 */
function workBetweenFrames(events: readonly TraceEvent[]): number[] {
  const page = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')!
  const onMain = events.filter(({ pid, tid }) => pid === page.pid && tid === page.tid)
  const frames = onMain
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
  expect(frames.length).toBeGreaterThan(40)
  const work = frames.map(() => 0)
  for (const { name, ts, tdur = 0 } of onMain) {
    const frame = name === 'RunTask' ? frames.findLastIndex((start) => start <= ts) : -1
    if (frame >= 0) work[frame]! += tdur / 1000
  }
  // The frame is fired in the middle of its own task, which therefore counts with the frame before: all but the last.
  return work.slice(0, -1)
}
