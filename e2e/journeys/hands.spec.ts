import { expect, star, startLists, test, timeline, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'

test.describe('by keyboard alone', { tag: '@no-gpu' }, () => {
  test('rate, learn, pause, step, change a setting', async ({ page }) => {
    await open(page, '')
    const example = await startLists(page)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

    await tabTo(page, star(page, 'Toy Story', 1))
    for (let stars = 2; stars <= 5; stars++) {
      await page.keyboard.press('ArrowRight')
      await expect(star(page, 'Toy Story', stars)).toBeChecked()
      await expect(star(page, 'Toy Story', stars)).toBeFocused()
    }
    const mine = await startLists(page)
    expect(mine['Alternating least squares']).not.toEqual(example['Alternating least squares'])

    await tabTo(
      page,
      page.getByRole('region', { name: 'What they recommend' }).getByRole('link', { name: /^Alternating/ }),
    )
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Alternating least squares', level: 1 })).toBeFocused()
    // A first visit plays by itself.
    await expect.poll(async () => Number(await timeline(page).inputValue())).toBeGreaterThan(1)
    await tabTo(page, page.getByRole('button', { name: 'Pause' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Play' })).toBeFocused()
    await settled(page)
    const paused = Number(await timeline(page).inputValue())
    await tabTo(page, page.getByRole('button', { name: 'Step', exact: true }))
    await page.keyboard.press('Space')
    await expect(timeline(page)).toHaveValue(String(paused + 1))
    await settled(page)
    await tabTo(page, timeline(page))
    await page.keyboard.press('ArrowLeft')
    await expect(timeline(page)).toHaveValue(String(paused))
    await settled(page)
    expect(await whereItIs(page)).toMatch(new RegExp(`^half-step ${paused} of 30, .+ solved, loss`))

    await tabTo(page, page.getByRole('listbox', { name: /^Map of 600 people/ }))
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/at=(film|person)\d+/)
    await page.keyboard.press('Escape')
    await expect(page).not.toHaveURL(/at=/)

    await tabTo(page, page.getByRole('slider', { name: /^Confidence/ }))
    await page.keyboard.press('PageUp')
    const settings = page.getByRole('region', { name: 'Settings' })
    await expect(settings).toContainText('Change against the run before')
    await settled(page)
    await expect(timeline(page)).toHaveValue(String(paused))
    await expect(page.getByRole('slider', { name: /^Confidence/ })).toBeFocused()
  })
})

test.describe('by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap a star, tap a point of the map', async ({ page }) => {
    await open(page, '')
    const example = await startLists(page)
    await star(page, 'Toy Story', 5).tap({ force: true })
    await expect(star(page, 'Toy Story', 5)).toBeChecked()
    const mine = await startLists(page)
    expect(mine['Item-based neighbours']).not.toEqual(example['Item-based neighbours'])

    await page.getByRole('button', { name: 'Menu' }).tap()
    await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name: 'ALS', exact: true }).tap()
    await expect(page.getByRole('heading', { name: 'Alternating least squares', level: 1 })).toBeVisible()
    await expect.poll(async () => Number(await timeline(page).inputValue())).toBeGreaterThan(2)
    await page.getByRole('button', { name: 'Pause' }).tap()
    await settled(page)
    const map = page.getByRole('listbox', { name: /^Map of 600 people/ })
    await map.scrollIntoViewIfNeeded()
    const { width, height } = (await map.boundingBox())!
    await map.tap({ position: { x: width / 2 + 10, y: height / 2 - 10 } })
    await expect(page).toHaveURL(/at=(film|person)\d+/)
    await map.tap({ position: { x: 3, y: 3 } })
    await expect(page, 'a tap on nothing clears').not.toHaveURL(/at=/)
  })
})
