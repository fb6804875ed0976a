import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { policyOf } from '../../scripts/release-plugin.ts'
import { linkOf } from '../../src/state/link.ts'
import { defaultChoice, firstExperiment } from '../../src/state/experiment.ts'
import { fewestSteps } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import { host } from '../support/host.ts'
import { measureOnly } from '../support/measure-only.ts'
import { open, settled } from '../support/open.ts'

const folder = join(process.cwd(), process.env.DIST ?? 'dist')

/** Where the page cannot run: how one gets there, and what it says. */
interface Place {
  readonly name: string
  readonly says: RegExp
  /** resolves with where the sentence should stand */
  readonly go: (page: Page) => Promise<Pick<Page, 'getByRole' | 'locator'>>
}

const without = (name: string, script: () => void, says: RegExp): Place => ({
  name,
  says,
  go: async (page) => {
    await page.addInitScript(script)
    await page.goto('./')
    return page
  },
})

const missing = (
  name: string,
  files: RegExp,
  answer: { status: number; contentType?: string; body?: string },
): Place => ({
  name,
  says: /did not arrive: check that you are online, then reload/,
  go: async (page) => {
    await page.route(files, (route) => route.fulfill(answer))
    await page.goto('./')
    return page
  },
})

const inFrame = (name: string, headers: Record<string, string>): Place => ({
  name,
  says: /add “allow-same-origin” to its sandbox, or open a tab of its own/,
  go: async (page) => {
    const { address } = await host(folder, headers)
    const around = mkdtempSync(join(tmpdir(), 'around-'))
    const frame = `<iframe sandbox="allow-scripts allow-popups" width="800" height="600" src="${address}"></iframe>`
    writeFileSync(join(around, 'index.html'), `<!doctype html>${frame}`)
    await page.goto((await host(around)).address)
    return page.frameLocator('iframe')
  },
})

const main = /assets\/index-.*\.js$/
const places: readonly Place[] = [
  {
    name: 'a file',
    says: /do not run this page from a file: open it from a web server, as “npm start”/,
    go: async (page) => {
      await page.goto(pathToFileURL(join(folder, 'index.html')).href)
      return page
    },
  },
  inFrame('a sandboxed frame', {}),
  inFrame('a sandboxed frame that may fetch its scripts', { 'access-control-allow-origin': '*' }),
  without(
    'an old browser, which lacks functions',
    () => void Reflect.deleteProperty(Array.prototype, 'toSorted'),
    /too old .* update it, or use Chrome/,
  ),
  {
    name: 'an old browser, which cannot read the program',
    says: /could not start \(Unexpected token.*\): reload it, or use Chrome/,
    go: async (page) => {
      await page.route(main, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'class { static { ? } }' }),
      )
      await page.goto('./')
      return page
    },
  },
  without('no Worker', () => void Reflect.deleteProperty(window, 'Worker'), /needs Web Workers, .* allow them/),
  without(
    'a Worker that is refused',
    () => {
      window.Worker = class {
        constructor() {
          throw new DOMException('Access is denied', 'SecurityError')
        }
      } as unknown as typeof Worker
    },
    /Access is denied.*(reload|try again)/is,
  ),
  missing('a main script that is gone', main, { status: 404 }),
  missing('a part of it that is gone', /assets\/bridge-.*\.js$/, { status: 503 }),
  missing('a page that answers in the place of scripts', main, {
    status: 200,
    contentType: 'text/html',
    body: '<p>Sign in',
  }),
]

test.describe('@no-gpu', () => {
  for (const { name, says, go } of places)
    test(`in place of a blank page one sentence, with a way out: ${name}`, async ({ page }) => {
      const where = await go(page)
      const said = where.getByRole('alert')
      await expect(said).toHaveText(says)
      await expect(said).toBeVisible()
      await expect(where.locator('html')).toHaveAttribute('data-state', 'failed')
    })

  test('out of a sandboxed frame leads a link, to a tab in which the page runs', async ({ page, context }) => {
    const frame = await inFrame('a frame', {}).go(page)
    // What a frame opens inherits its sandbox unless it may escape it.
    await expect(frame.getByRole('link')).toHaveAttribute('target', '_blank')
    const address = (await frame.getByRole('link').getAttribute('href'))!
    const tab = await context.newPage()
    await tab.goto(address)
    await settled(tab)
  })

  test('without JavaScript the page says what it is for, in its own type', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(baseURL!)
    const sentence = page.locator('noscript p')
    await expect(sentence).toHaveText(/needs JavaScript: allow it here, then reload/)
    await expect(sentence).toBeVisible()
    expect(await sentence.evaluate((element) => getComputedStyle(element).fontFamily)).toContain('Inter')
    expect((await sentence.boundingBox())!.x).toBeGreaterThan(100)
    await context.close()
  })

  /** What a browser may refuse and the page does without. */
  const refusals = {
    'local storage': () => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('refused', 'SecurityError')
        },
      })
    },
    'service workers': () => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
    'a service worker': () => {
      navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    },
    'the caches': () => {
      Object.defineProperty(window, 'caches', {
        value: { open: () => Promise.reject(new DOMException('refused', 'SecurityError')) },
      })
    },
    locks: () => void Reflect.deleteProperty(Navigator.prototype, 'locks'),
    'idle callbacks': () => void Reflect.deleteProperty(window, 'requestIdleCallback'),
  }
  for (const [name, refuse] of Object.entries(refusals))
    test(`the page runs without ${name}`, async ({ page }) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      await page.addInitScript(refuse)
      await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'als' }, []))
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(errors).toEqual([])
    })

  test('the policy, in the page and with every file, so that workers are under it, too, refuses nothing that any page does', async ({
    page,
  }) => {
    const headers = { 'content-security-policy': `${policyOf(folder)}; report-uri /refused` }
    const { address, refused } = await host(folder, headers)
    const violations: string[] = []
    await measureOnly(page, false)
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/.test(message.text())) violations.push(message.text())
    })
    await page.exposeFunction('refused', (what: string) => violations.push(what))
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
        (window as unknown as { refused(what: string): void }).refused(
          `${violatedDirective} ${blockedURI} ${sourceFile}`,
        ),
      ),
    )
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(address)
    await settled(page)
    await page.goto(`${address}#${linkOf({ ...firstExperiment, view: 'data' }, [])}`)
    await settled(page)
    for (const { spec } of catalog) {
      const choices = { [spec.id]: { ...defaultChoice, changes: fewestSteps(spec) } }
      await page.goto(`${address}#${linkOf({ ...firstExperiment, view: 'learn', system: spec.id, choices }, [])}`)
      await settled(page)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(spec.name)
      await expect(page.getByRole('alert')).toHaveCount(0)
    }
    // hnswlib makes functions of text, which a worker under the policy refuses: exact search takes its place.
    const ours = [...violations, ...refused].filter((what) => !what.includes('hnswlib'))
    expect(ours).toEqual([])
  })

  test('the policy holds: what is written into the page does not run', async ({ page }) => {
    await open(page, '')
    const ran = await page.evaluate(async () => {
      const tried: Record<string, () => unknown> = {
        markup: () => (document.createElement('div').innerHTML = '<b>x</b>'),
        'a worker from elsewhere': () => new Worker('https://example.org/worker.js'),
      }
      const script = document.createElement('script')
      try {
        // What the test itself evaluates is exempt from the ban on eval; what a timer does is not.
        setTimeout('window.ran = true' as unknown as () => void)
        script.append('window.ran = true')
        document.body.append(script)
      } catch {
        // refused at once
      }
      await new Promise((resume) => setTimeout(resume, 50))
      const through = Object.entries(tried).filter(([, attempt]) => {
        try {
          attempt()
          return true
        } catch {
          return false
        }
      })
      return [...through.map(([name]) => name), ...('ran' in window ? ['a script'] : [])]
    })
    expect(ran).toEqual([])
  })

  // Open files are counted in /proc, which Linux alone has.
  const whereFilesAreCounted = existsSync('/proc/self/fd') ? test : () => undefined
  whereFilesAreCounted('a thousand downloads that are broken off leave no file open', async () => {
    const server = spawn(process.execPath, [
      'node_modules/vite/bin/vite.js',
      'preview',
      '--outDir',
      folder,
      '--port',
      '0',
    ])
    try {
      const port = await new Promise<number>((ready) => {
        let said = ''
        server.stdout.on('data', (text) => {
          said += text
          const found = /127\.0\.0\.1:(?:\u001b\[\d+m)*(\d+)/.exec(said)
          if (found) ready(Number(found[1]))
        })
      })
      const openFiles = () => readdirSync(`/proc/${server.pid}/fd`).length
      const large = readdirSync(join(folder, 'assets')).find((file) => file.includes('simd'))!
      const breakOff = (encoding: string) =>
        new Promise<void>((broken, failed) => {
          const socket = connect(port, '127.0.0.1', () =>
            socket.write(`GET /assets/${large} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: ${encoding}\r\n\r\n`),
          )
          socket.once('error', failed)
          socket.once('data', (start) => {
            socket.destroy()
            if (start.includes(' 200 OK')) broken()
            else failed(new Error(start.toString()))
          })
        })
      const before = openFiles()
      for (let k = 0; k < 1000; k += 20)
        await Promise.all(Array.from({ length: 20 }, (_, i) => breakOff(i % 2 === 0 ? 'gzip' : 'identity')))
      await expect.poll(openFiles).toBeLessThan(before + 10)
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    } finally {
      server.kill()
    }
  })
})
