import { installIfNeeded, tool } from './run.mjs'
import { serve } from './serve.mjs'

await installIfNeeded()
const { code, output } = await tool('vite', ['build'])
if (code === 0) {
  const { address } = await serve()
  console.log(`Recommender Playground is at\n${address}\nCtrl + C ends it.`)
} else {
  console.error(output)
  process.exitCode = code
}
