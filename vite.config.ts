import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { cutFonts } from './scripts/cut-fonts.ts'
import { engineSize } from './scripts/engine-size-plugin.ts'
import { sources } from './scripts/highlight-plugin.ts'
import { loneEntry } from './scripts/lone-entry-plugin.ts'
import { plainHostPreview } from './scripts/plain-host-plugin.ts'
import { release } from './scripts/release-plugin.ts'

// Dawn (npm webgpu) finds Chromium's software adapter by this variable; it must be set before a test process starts.
process.env.VK_ICD_FILENAMES ??= '/usr/lib/chromium/vk_swiftshader_icd.json'

await cutFonts()

const size = engineSize()
const built = release()

/** Every spec in one file: the catalogue needs them all before the first paint, and together they compress well. */
const rolldownOptions = {
  output: { codeSplitting: { groups: [{ name: 'specs', test: /workers\/.*\b(spec|settings|catalog)\.ts$/ }] } },
}

/**
 * WebKit evaluates a worker's entry once more when a chunk imports it, and then there are two engines. So an entry only
 * imports its body, and the body with all that it needs at once stands in a file of its own.
 */
const workerOptions = {
  output: {
    codeSplitting: {
      groups: [...rolldownOptions.output.codeSplitting.groups, { name: 'engine', test: /workers\/\w+-in-worker\.ts$/ }],
    },
  },
}

/**
 * The main script is there before anything is loaded by it; asked to preload it, Firefox reports that it cannot. What
 * keeps the release is in no hurry.
 */
const resolveDependencies = (_: string, needed: string[]) =>
  needed.filter((file) => !/^assets\/(index|keep-release)-.*\.js$/.test(file))

export default defineConfig({
  base: './',
  // one page: what is not there is not found, as on any host
  appType: 'mpa',
  plugins: [react(), sources(), size.page, built.page, plainHostPreview()],
  worker: { format: 'es', plugins: () => [size.worker, built.worker, loneEntry()], rolldownOptions: workerOptions },
  build: {
    target: 'es2022',
    sourcemap: false,
    rolldownOptions,
    modulePreload: { polyfill: false, resolveDependencies },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  test: {
    include: ['workers/**/*.test.ts', 'src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // tfjs's own entry for Node holds no gradients, and is another copy than the one the engine imports
    server: { deps: { inline: [/@tensorflow/] } },
    // These end what hangs, not what is slow: a quiet machine needs ten seconds for the slowest test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
