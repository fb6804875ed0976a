import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { conformance, runFixtures, type DeviceChoice } from './conformance.ts'
import { readFixtures, type Fixture } from './fixture.ts'

const golden = fileURLToPath(new URL('../golden', import.meta.url))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

function casesIn(folder: string): number {
  const fixtures = readFixtures(folder).map((reading) => ('fixture' in reading ? reading.fixture.cases.length : 0))
  return fixtures.reduce((sum, cases) => sum + cases, 0)
}

async function linesOf(folder: string, choice: DeviceChoice = 'cpu') {
  const lines: string[] = []
  const sums = await runFixtures(folder, choice, (line) => lines.push(line))
  return { lines, sums }
}

describe.each(['cpu', 'webgpu'] as const)('on %s', (device) => {
  test('the engine gives every answer of the fixtures', async () => {
    const { lines, sums } = await linesOf(golden, device)
    expect(lines.filter((line) => line.startsWith('failed'))).toEqual([])
    expect(sums).toEqual({ passed: casesIn(golden), failed: 0, skipped: 0 })
    expect(lines).toContain('ok item_cf/random30x40')
    expect(lines.at(-1)).toBe(`${sums.passed} passed, 0 failed, 0 skipped`)
  })
})

describe('a wrong answer fails', () => {
  const read = (system: string) => JSON.parse(readFileSync(join(golden, `${system}.json`), 'utf8')) as Fixture

  /** Every case of a system, each with one number of its answers moved. */
  function spoilt(system: string): Fixture {
    const fixture = read(system)
    const cases = fixture.cases.flatMap((testCase) => {
      const key = testCase.expected !== undefined && system !== 'als' ? 'expected' : 'expected_correct'
      const copy = structuredClone(testCase) as unknown as Record<string, unknown>
      return typeof copy[key] === 'object' && moveOneNumber(copy[key]) ? [copy as unknown as typeof testCase] : []
    })
    return { ...fixture, cases }
  }

  function moveOneNumber(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false
    const place = value as Record<string, unknown>
    const keys = Object.keys(place).reverse() // the last number: a score or a factor, not an id
    return keys.some((key) => {
      if (typeof place[key] !== 'number') return moveOneNumber(place[key])
      place[key] += 0.02 + Math.abs(place[key]) / 50
      return true
    })
  }

  test.each([
    'metrics',
    'popularity',
    'user_cf',
    'item_cf',
    'content',
    'text_content',
    'svd',
    'als',
    'cold_start',
    'hybrid',
    'learned_hybrid',
    'mmr',
    'ab_testing',
  ])('%s', async (system) => {
    const fixture = spoilt(system)
    expect(fixture.cases.length).toBeGreaterThan(2)
    const { sums, lines } = await linesOf(folderWith({ 'spoilt.json': fixture }))
    expect(lines.filter((line) => line.startsWith('ok'))).toEqual([])
    expect(sums.failed).toBe(fixture.cases.length)
  })

  test('an answer that nothing here computes fails', async () => {
    const fixture = { ...read('metrics'), cases: [{ ...read('metrics').cases[0], expected: { serendipity: 1 } }] }
    const { lines } = await linesOf(folderWith({ 'metrics.json': fixture }))
    expect(lines[0]).toMatch(/^failed metrics\/guide_example: .*serendipity/)
  })
})

test('a system that is not built is skipped, a file that cannot be read fails', async () => {
  const unbuilt = { system: 'time_travel', cases: [{ name: 'back', inputs: {} }] }
  const { lines, sums } = await linesOf(folderWith({ 'a.json': unbuilt, 'b.json': '{' }))
  expect(lines[0]).toBe('skipped time_travel/back')
  expect(lines[1]).toMatch(/^failed b\/file: /)
  expect(sums).toEqual({ passed: 0, failed: 1, skipped: 1 })
})

test('a system of the catalogue fails where no adapter takes its cases', async () => {
  const { lines, sums } = await linesOf(
    folderWith({ 'a.json': { system: 'funk_svd', cases: [{ name: 'one', inputs: {} }] } }),
  )
  expect(lines[0]).toBe('failed funk_svd/one: no adapter takes cases of funk-svd')
  expect(sums).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('a folder without fixtures is a failure, not a success', async () => {
  expect((await linesOf(folderWith({}))).sums.failed).toBe(1)
})

test.each([
  [[], 'FOLDER'],
  [['/nowhere/at/all'], '/nowhere/at/all'],
  [[golden, '--device', 'tpu'], '--device must be one of cpu, webgpu, both, got tpu'],
  [[golden, '--devise', 'cpu'], '--devise'],
  [[golden, '--device'], '--device needs a value'],
])('%j is refused, by name', async (args, message) => {
  await expect(conformance.run(args)).rejects.toThrow(message)
})
