import { fileURLToPath } from 'node:url'
import { tool } from './run.mjs'

/** dependency-cruiser passes when it sees nothing, so it must see at least this many modules. */
const fewestModules = 40

const checks = [
  ['types', types],
  // No cache: a file's findings depend on the types in others.
  ['rules', () => tool('eslint', ['.', '--max-warnings', '0'])],
  ['format', () => tool('prettier', ['--check', '.', '--cache'])],
  ['imports', importDirections],
  ['unused', () => tool('knip', [])],
]

/** What the last run knew of the files that are still the same is taken from it. */
export function types() {
  return tool('tsc', ['--noEmit', '-p', '.', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.json'])
}

/** Also says which modules there are, and what each imports. */
export async function importDirections() {
  const folders = ['src', 'workers', 'e2e', 'scripts', 'vite.config.ts', 'playwright.config.ts']
  const { code, output } = await tool('depcruise', [...folders, '--output-type', 'json'])
  if (code !== 0) return { code, output }
  const { modules, summary } = JSON.parse(output)
  const found = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  if (modules.length < fewestModules)
    found.push(`It saw ${modules.length} modules; there are at least ${fewestModules}.`)
  return { code: found.length === 0 ? 0 : 1, output: found.join('\n'), modules }
}

/** Runs checks, two at a time, and says of each whether it passed. */
export async function twoAtATime(checks) {
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

export const lint = () => twoAtATime(checks)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await lint()
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
}
