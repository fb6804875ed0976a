import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { longest, standstill } from './scripts/patience.ts'

/** One port for this run: the workers inherit it from the process that read this file first. */
const port = (process.env.PORT ??= String(20_000 + (process.pid % 20_000)))
/** The built app; another folder when several builds are tried side by side. */
const folder = process.env.DIST ?? 'dist'

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']

/** Tests in browsers that Playwright does not drive. */
const elsewhere = 'journeys/other-browsers/*.spec.ts'

/**
 * Three browsers. A journey with a browser's name as its tag (`@auto`) runs in those named only; one without a tag
 * runs in all three.
 */
const browsers = [
  { name: 'webgpu', args: softwareGpu },
  { name: 'auto', args: softwareGpu },
  { name: 'no-gpu', args: [] },
] as const

const launch = (args: readonly string[]) => ({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [...quiet, ...args],
})

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/journeys',
  // The only limits there are: no journey names its own, and none waits by the clock.
  timeout: longest,
  expect: { timeout: standstill, toPass: { timeout: standstill } },
  workers: availableParallelism(),
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: standstill,
    navigationTimeout: standstill,
  },
  // Pictures and speeds are no tests: `npm run screens` takes them, `npm run speed` measures them with nothing beside.
  projects: process.env.SCREENS
    ? [{ name: 'screens', testMatch: 'screens.ts', use: { launchOptions: launch([]) } }]
    : [
        // One long test: the others run beside it. It ends by itself: in thousands of actions, or where nothing moves.
        { name: 'monkey', testMatch: 'monkey.spec.ts', timeout: 0, use: { launchOptions: launch(softwareGpu) } },
        ...browsers.map(({ name, args }) => ({
          name,
          testIgnore: ['walk.spec.ts', 'monkey.spec.ts', 'speed/**', elsewhere],
          fullyParallel: true,
          grepInvert: new RegExp(`^(?=.*@(webgpu|auto|no-gpu)\\b)(?!.*@${name}\\b)`),
          use: { launchOptions: launch(args) },
        })),
        // Each drives its own browser, and Chromium beside it to compare with.
        ...['firefox', 'webkit'].map((name) => ({ name, testMatch: elsewhere, use: { launchOptions: launch([]) } })),
        { name: 'speed', testDir: 'e2e/speed', use: { launchOptions: launch([]) } },
        { name: 'walk', testMatch: 'walk.spec.ts', fullyParallel: true, use: { launchOptions: launch([]) } },
      ],
  webServer: {
    command: `npx vite preview --outDir ${folder} --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
})
