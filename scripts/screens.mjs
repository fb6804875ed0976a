// Pictures of every view, theme, size and state: npm run screens -- [words that their names must have]
import { installIfNeeded, tool } from './run.mjs'

await installIfNeeded()
const { chromiumIfNeeded } = await import('./browsers.mjs')
await chromiumIfNeeded()
const loud = { quiet: false, env: { SCREENS: '1' } }
const { code } = await tool('vite', ['build'], loud)
const words = process.argv.slice(2).map((word) => `(?=.*${word})`)
const chosen = words.length > 0 ? ['--grep', `^${words.join('')}`] : []
process.exitCode = code || (await tool('playwright', ['test', '--project=screens', ...chosen], loud)).code
