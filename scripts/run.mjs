// Node only: what is here works before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a command in the project's root and resolves with its exit code and, unless `quiet` is false, its output. */
export function run(command, args, { quiet = true, env = {}, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
    const child = spawn(command, args, { cwd: root, stdio, shell, env: { ...process.env, ...env } })
    let output = ''
    child.stdout?.on('data', (text) => (output += text))
    child.stderr?.on('data', (text) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs one of the installed tools with this very Node: `tool('vite', ['build'])`. */
export function tool(name, args, options) {
  return run(process.execPath, [join(root, 'node_modules', tools[name]), ...args], options)
}

const tools = {
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  eslint: 'eslint/bin/eslint.js',
  knip: 'knip/bin/knip.js',
  playwright: '@playwright/test/cli.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
}

/** Runs `npm ci` where node_modules is missing or older than the lock file. */
export async function installIfNeeded() {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing what package-lock.json names …')
  const { code } = await run('npm', ['ci'], { quiet: false, shell: process.platform === 'win32' })
  if (code !== 0) throw new Error(`npm ci ended with code ${code}`)
}
