import { installIfNeeded, tool } from './run.mjs'

await installIfNeeded()
const { code, output } = await tool('vite', ['build'])
if (code === 0) {
  console.log('Recommender Playground; Ctrl + C ends it.')
  process.exitCode = (await tool('vite', ['preview'], { quiet: false })).code
} else {
  console.error(output)
  process.exitCode = code
}
