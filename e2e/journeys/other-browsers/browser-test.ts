import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { longest } from '../../../scripts/patience.ts'
import { startFirefox } from './firefox.ts'
import type { Driven, Tab } from './tab.ts'
import { errorsSoFar, watchedApp } from './watched-app.ts'
import { startWebKit } from './webkit.ts'

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr'

/** Debian keeps WebKitGTK's small browser below a folder named after the machine. */
function miniBrowser(): string {
  const found = readdirSync('/usr/lib')
    .map((folder) => join('/usr/lib', folder, 'webkit2gtk-4.1', 'MiniBrowser'))
    .find((file) => existsSync(file))
  if (!found) throw new Error('WebKitGTK’s MiniBrowser is not below /usr/lib')
  return found
}

const starts: Readonly<Record<string, () => Promise<Driven>>> = {
  firefox: () => startFirefox(firefox),
  webkit: () => startWebKit({ driver: '/usr/bin/WebKitWebDriver', browser: miniBrowser() }),
}

async function opened(target: string, use: (address: string) => Promise<void>) {
  const app = await watchedApp(target)
  await use(app.address)
  await app.close()
}

interface ForTests {
  /** the window of the browser that the project is named after */
  readonly tab: Tab
  /** where this test finds the app, and where once more: nobody was ever there */
  readonly address: string
  readonly another: string
}

/** A test in the browser that its project is named after; it also fails on an error that nobody caught. */
export const test = base.extend<ForTests, { readonly driven: Driven }>({
  driven: [
    async ({}, use, { project }) => {
      const driven = await starts[project.name]!()
      await use(driven)
      await driven.close()
    },
    { scope: 'worker', timeout: longest },
  ],
  address: async ({ baseURL }, use) => opened(baseURL!, use),
  another: async ({ baseURL }, use) => opened(baseURL!, use),
  tab: async ({ driven: { tab } }, use) => {
    await use(tab)
    expect(await tab.run(errorsSoFar), 'errors that nobody caught').toEqual([])
    await tab.leave()
  },
})
export { expect }
