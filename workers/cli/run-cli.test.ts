import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/run-cli.mjs', import.meta.url))
const golden = fileURLToPath(new URL('golden', import.meta.url))

describe('the commands as they are typed', () => {
  let elsewhere: string
  beforeAll(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'run-cli-'))
    const wrong = { recommended: [1], relevant: [1], k: 1 }
    const cases = [{ name: 'wrong', inputs: wrong, expected: { precision: 0.5 } }]
    writeFileSync(join(elsewhere, 'metrics.json'), JSON.stringify({ system: 'metrics', cases }))
  })
  afterAll(() => rmSync(elsewhere, { recursive: true }))

  /** Runs from another folder, as a path in the arguments means the folder one stands in. */
  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { VK_ICD_FILENAMES: _, ...rest } = process.env
    return spawnSync(process.execPath, [script, ...args], {
      cwd: elsewhere,
      env: { ...rest, ...env },
      encoding: 'utf8',
    })
  }

  test('fixtures pass on both devices, and Node ends', () => {
    // What computes with kernels of its own, and what does with tfjs; the others are answered without a process.
    mkdirSync(join(elsewhere, 'fixtures'))
    for (const name of ['als.json', 'fm.json']) copyFileSync(join(golden, name), join(elsewhere, 'fixtures', name))
    const { status, stdout } = run(['conformance', 'fixtures', '--device', 'both'])
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed, 0 skipped$/)
    expect(stdout).toMatch(/^ok als\/toy5x5_binary$/m)
    expect(status).toBe(0)
  })

  test('a failed case ends with 1', () => {
    const { status, stdout } = run(['conformance', '.'])
    expect(stdout).toBe('failed metrics/wrong: precision is 1, expected 0.5\n0 passed, 1 failed, 0 skipped\n')
    expect(status).toBe(1)
  })

  test('a forced device that is not there fails', () => {
    const { status, stdout } = run(['conformance', '.', '--device', 'webgpu'], { VK_ICD_FILENAMES: '/nowhere.json' })
    expect(stdout).toMatch(/^failed metrics\/wrong: --device webgpu: no WebGPU adapter was found/m)
    expect(status).toBe(1)
  })

  test('a wrong option ends with 2 and the usage', () => {
    const { status, stderr } = run(['evaluate', '--data', 'films', '--algorithm', 'als', '--k', '0'])
    expect(stderr).toContain('evaluate: --k must be a whole number from 1, got 0')
    expect(stderr).toContain('--algorithm')
    expect(status).toBe(2)
  })

  test('a command that is not there is named', () => {
    const { status, stderr } = run(['divine'])
    expect(stderr).toContain('workers/cli/divine.ts')
    expect(status).toBe(2)
  })
})
