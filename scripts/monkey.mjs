// A monkey on all pages for 2,000 actions: npm run monkey -- [the seed of one to meet again]
import { installIfNeeded, tool } from './run.mjs'

await installIfNeeded()
const { chromiumIfNeeded } = await import('./browsers.mjs')
await chromiumIfNeeded()
const seed = process.argv[2] ?? process.env.MONKEY_SEED ?? String(Date.now() % 1_000_000)
const env = { MONKEY_SEED: seed, MONKEY_ACTIONS: process.env.MONKEY_ACTIONS ?? '2000' }
const loud = { quiet: false, env }
const { code } = await tool('vite', ['build'], loud)
process.exitCode = code || (await tool('playwright', ['test', '--project=monkey'], loud)).code
