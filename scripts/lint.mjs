import { fileURLToPath } from 'node:url'
import { tool } from './run.mjs'

/** dependency-cruiser passes when it sees nothing, so it must see at least this many modules. */
const fewestModules = 40

const checks = [
  ['types', () => tool('tsc', ['--noEmit', '-p', '.'])],
  // No cache: a file's findings depend on the types in others.
  ['rules', () => tool('eslint', ['.', '--max-warnings', '0'])],
  ['format', () => tool('prettier', ['--check', '.', '--cache'])],
  ['imports', importDirections],
  ['unused', () => tool('knip', [])],
]

async function importDirections() {
  const result = await tool('depcruise', ['src', 'workers', 'e2e', 'scripts', 'vite.config.ts', 'playwright.config.ts'])
  const modules = Number(/(\d+) modules/.exec(result.output)?.[1] ?? 0)
  if (modules >= fewestModules) return result
  return { code: 1, output: `${result.output}\nIt saw ${modules} modules; there are at least ${fewestModules}.` }
}

/** Runs every check, two at a time, and says of each whether it passed. */
export async function lint() {
  const results = []
  const waiting = [...checks]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next
      const started = performance.now()
      const { code, output } = await check()
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(
        `${code === 0 ? 'ok    ' : 'failed'} ${name} (${seconds} s)${code === 0 ? '' : `\n${output.trim()}\n`}`,
      )
      results.push({ name, passed: code === 0 })
    }
  }
  await Promise.all([worker(), worker()])
  return results
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await lint()
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
}
