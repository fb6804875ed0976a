// How fast the page is, in figures, with nothing beside it: npm run speed
import { installIfNeeded, tool } from './run.mjs'

await installIfNeeded()
const { chromiumIfNeeded } = await import('./browsers.mjs')
await chromiumIfNeeded()
const loud = { quiet: false }
const { code } = await tool('vite', ['build'], loud)
process.exitCode = code || (await tool('playwright', ['test', '--project=speed', '--workers=1'], loud)).code
