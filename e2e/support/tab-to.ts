import { expect, type Locator, type Page } from '@playwright/test'

/** Presses Tab until it is there, as one must who has no pointer. */
export async function tabTo(page: Page, target: Locator, back = false) {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
  }
  await expect(target, 'reached by Tab').toBeFocused()
}
