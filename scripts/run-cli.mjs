// Builds workers/cli/NAME.ts for Node and runs it: node scripts/run-cli.mjs NAME [its options]
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { root } from './run.mjs'

const softwareAdapter = '/usr/lib/chromium/vk_swiftshader_icd.json'

/** Everything in one folder of its own, so that two commands at once do not disturb each other. Returns the file to run. */
async function buildCommand(name, folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, 'workers', 'cli', `${name}.ts`),
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  })
  return join(folder, `${name}.mjs`)
}

/** Vulkan looks for its drivers by these variables, and only when the process starts. */
function environment() {
  const env = { XDG_RUNTIME_DIR: tmpdir(), ...process.env }
  if (!env.VK_ICD_FILENAMES && existsSync(softwareAdapter)) env.VK_ICD_FILENAMES = softwareAdapter
  return env
}

/** Runs a command of workers/cli and resolves with its exit code. */
export async function runCommand(name, args) {
  if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(join(root, 'workers', 'cli', `${name}.ts`))) {
    console.error(`run-cli: there is no workers/cli/${name ?? 'NAME'}.ts`)
    return 2
  }
  const parent = join(root, 'build', 'cli')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, `${name}-`))
  try {
    const child = spawn(process.execPath, [await buildCommand(name, folder), ...args], {
      stdio: 'inherit',
      env: environment(),
    })
    // Ctrl-C reaches the child as well; waiting for it here is what lets the folder be removed.
    process.on('SIGINT', () => {})
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(process.argv[2], process.argv.slice(3))
}
