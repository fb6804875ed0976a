import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { linkOf } from '../../src/state/link.ts'
import { defaultChoice, firstExperiment } from '../../src/state/experiment.ts'
import { fewestSteps } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import { host, nextRelease } from '../support/host.ts'
import { measureOnly } from '../support/measure-only.ts'
import { paste, rate, starsOf } from '../support/on-the-page.ts'
import { settled } from '../support/open.ts'
import { saveData } from '../support/save-data.ts'

const folder = join(process.cwd(), process.env.DIST ?? 'dist')
const dataPage = linkOf({ ...firstExperiment, view: 'data' }, [])

const linkTo = ({ spec }: (typeof catalog)[number], step: 0 | 'last') =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system: spec.id,
      choices: { [spec.id]: { ...defaultChoice, changes: fewestSteps(spec), step } },
    },
    [],
  )

async function begin(page: Page, address: string) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(address)
  await settled(page)
}

/** Waits until the page has fetched all that it is made of. */
async function kept(page: Page, how: 'files' | 'code') {
  await page.waitForFunction(() => document.documentElement.dataset.kept, null, { timeout: 0 })
  await expect(page.locator('html')).toHaveAttribute('data-kept', how)
}

/** Opens every page there is within this one, at its start or trained. */
async function everyPageWorks(page: Page, step: 0 | 'last' = 'last') {
  await paste(page, dataPage)
  await expect(page.getByRole('alert')).toHaveCount(0)
  for (const system of catalog) {
    await paste(page, linkTo(system, step))
    await expect(page.getByRole('heading', { level: 1 })).toContainText(system.spec.name)
    await expect(page.getByRole('heading', { name: 'How it works' })).toBeVisible()
    await expect(page.locator('main pre .line').first()).toBeAttached()
    await expect(page.locator('main').locator('svg, canvas, table').first()).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  }
}

const refuseServiceWorkers = () => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker')

test.describe('@no-gpu', () => {
  test.beforeEach(({ page }) => measureOnly(page, false))

  test('without a network every page opens and trains, and the page itself opens again', async ({ page }) => {
    const { address, close } = await host(folder)
    await begin(page, address)
    await kept(page, 'files')
    await close()
    await paste(page, dataPage)
    await page.reload()
    await settled(page)
    await everyPageWorks(page)
  })

  test('without a network and without service workers every page opens and trains', async ({ page }) => {
    await page.addInitScript(refuseServiceWorkers)
    // A host that lets files be kept for a while, as most do.
    const { address, close } = await host(folder)
    await begin(page, address)
    await kept(page, 'code')
    await close()
    await everyPageWorks(page)
  })

  test('a page stays whole when the next release takes the place of its files, and a new one is of that', async ({
    page,
    context,
  }) => {
    const { address, serve } = await host(folder)
    await begin(page, address)
    await kept(page, 'files')
    serve(nextRelease(folder))

    const other = await context.newPage()
    await begin(other, address)
    await expect(other.locator('html')).toHaveAttribute('data-release', 'next')
    await kept(other, 'files')
    await everyPageWorks(page, 0)

    // Once no page is of the first release, its files go.
    const releases = () => other.evaluate(async () => (await caches.keys()).length)
    expect(await releases()).toBe(2)
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-release', 'next')
    await kept(page, 'files')
    expect(await releases()).toBe(1)
  })

  for (const [gone, says] of [
    ['the network', /There is no network.*still works.*once you are online, try again/],
    ['the release', /There may be a newer release.*is kept: load the page anew/],
  ] as const)
    test(`what was never fetched is said, and what is there works on, when ${gone} is gone`, async ({
      page,
      context,
    }) => {
      // Whoever saves data is sent nothing ahead.
      await page.addInitScript(saveData)
      const { address, serve } = await host(folder)
      await begin(page, address)
      if (gone === 'the network') await context.setOffline(true)
      else serve(nextRelease(folder))
      await page.getByRole('link', { name: 'Data', exact: true }).click()
      await expect(page.getByRole('alert')).toHaveText(says)
      await page.getByRole('link', { name: 'Start', exact: true }).click()
      const film = 'Alien'
      await rate(page, film, 5)
      await expect(starsOf(page, film).getByRole('radio', { name: '5 stars' })).toBeChecked()
      if (gone === 'the network') await context.setOffline(false)
      await page.getByRole('link', { name: 'Data', exact: true }).click()
      await page.getByRole('button', { name: 'Try again' }).click()
      await settled(page)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/data/i)
      await expect(page.getByRole('alert')).toHaveCount(0)
    })
})
