import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { algorithms } from '../../algorithms/catalog.ts'
import { fastSettings } from '../../testing/fast-settings.ts'
import type { Spec } from '../../contract/spec.ts'
import { runCommand, UsageError } from '../terminal/command.ts'
import { evaluate } from './evaluate.ts'
import { readOptions } from './options.ts'
import type { Result } from './report.ts'

let folder: string
let complaints: unknown[][]
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistakes-'))
  complaints = []
  said = []
  vi.spyOn(console, 'error').mockImplementation((...args: unknown[]) => void complaints.push(args))
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
  rmSync(folder, { recursive: true })
})

/** Runs as from a terminal: the exit code, and all that was complained of. */
async function typed(args: readonly string[]) {
  const before = process.argv
  process.argv = ['node', 'evaluate', ...args]
  try {
    await runCommand(evaluate)
  } finally {
    process.argv = before
  }
  const code = Number(process.exitCode)
  process.exitCode = 0
  return { code, complaints }
}

/** An error that is printed whole brings its stack: only lines of text may be printed. */
function expectNoStack() {
  for (const line of complaints.flat()) {
    expect(typeof line).toBe('string')
    expect(line).not.toMatch(/^\s+at /m)
  }
}

describe('a mistake is said in a line, before anything is trained', () => {
  const data = ['--data', 'course']
  const system = ['--algorithm', 'popularity']

  test.each<readonly [string, (folder: string) => readonly string[]]>([
    ['results into a folder', (at) => [...data, ...system, '--json', at]],
    ['results below a file', (at) => [...data, ...system, '--json', join(at, 'a file', 'results.json')]],
    ['results without a name', () => [...data, ...system, '--json', '']],
    ['results under too long a name', (at) => [...data, ...system, '--json', join(at, 'x'.repeat(300))]],
    ['a rating above the scale', () => [...data, ...system, '--relevant-from', '9']],
    ['a rating below the scale', () => [...data, ...system, '--relevant-from', '-1']],
    ['more folds than ratings', () => [...data, ...system, '--folds', '9999']],
    ['data that is no archive', (at) => ['--data', join(at, 'a file'), ...system]],
    ['data that is an empty folder', (at) => ['--data', join(at, 'empty'), ...system]],
    ['data that is a device', () => ['--data', '/dev/null', ...system]],
    ['data that is too large to be read', (at) => ['--data', join(at, 'large'), ...system]],
    ['a system twice and one that is none', () => [...data, '--algorithm', 'als,als,alz']],
    ['no system', () => [...data, '--algorithm', ',']],
    ['a setting that is no setting', () => [...data, ...system, '--set', 'popularity.__proto__=1']],
    ['a setting of another kind', () => [...data, '--algorithm', 'als', '--set', 'als.factors=many']],
    ['a short option', () => [...data, ...system, '-x', '5']],
    ['an option without its value', () => [...data, ...system, '--k']],
  ])('%s', async (_, args) => {
    writeFileSync(join(folder, 'a file'), 'nothing that is known')
    mkdirSync(join(folder, 'empty'))
    mkdirSync(join(folder, 'large'))
    // A terabyte, of which nothing is on the disk: who reads it before asking how large it is does not end.
    for (const name of ['ratings.csv', 'movies.csv', 'tags.csv']) {
      writeFileSync(join(folder, 'large', name), '')
      truncateSync(join(folder, 'large', name), 2 ** 40)
    }
    const files = readdirSync(folder)
    const { code } = await typed(args(folder))
    expect(code).toBeGreaterThan(0)
    expect(complaints.length).toBeGreaterThan(0)
    expectNoStack()
    expect(said, 'nothing was begun').toEqual([])
    expect(readdirSync(folder), 'nothing is left behind').toEqual(files)
  })

  test('what is in the file of results stays until there are others', () => {
    const json = join(folder, 'results.json')
    writeFileSync(json, '[]')
    readOptions([...data, ...system, '--json', json])
    expect(readFileSync(json, 'utf8')).toBe('[]')
  })

  test('whatever is typed, it is understood or refused', () => {
    const option = fc.constantFrom(
      ...['--data', '--algorithm', '--seed', '--device', '--split', '--test-fraction', '--folds', '--k'],
      ...['--relevant-from', '--preset', '--set', '--nonsense', '-x', '--', ''],
    )
    const value = fc.oneof(
      fc.constantFrom(
        'films',
        'als',
        'all',
        '0',
        '-1',
        '1e999',
        'NaN',
        'als.factors=8',
        'als.=',
        '.=',
        '__proto__',
        ' ',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(option, value), { maxLength: 6 }), (pairs) => {
        try {
          readOptions(pairs.flat())
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

test('where nobody is judged there are dashes and a sentence, and null in the file', async () => {
  const json = join(folder, 'results.json')
  // A quarter of nobody's ratings from 5 stars up may be held out: the course's five people have few.
  const args = ['--data', 'course', '--algorithm', 'popularity,item-cf', '--test-fraction', '0.001', '--json', json]
  expect(await typed(args)).toMatchObject({ code: 0 })
  const printed = said.join('\n')
  expect(printed).not.toMatch(/NaN|Infinity|0\.000 (±|\[)/)
  expect(printed).toMatch(
    /^popularity, item-cf: nobody has anything relevant held out, so there is nothing to measure\.$/m,
  )
  expect(printed).toMatch(/^item-cf ndcg@10: nobody to compare it for with popularity$/m)
  const results = JSON.parse(readFileSync(json, 'utf8')) as Result[]
  expect(results).toHaveLength(2)
  for (const { users, metrics, intervals, differences } of results) {
    expect(users).toBe(0)
    expect(new Set(Object.values(metrics))).toEqual(new Set([null]))
    expect(new Set(Object.values(intervals))).toEqual(new Set([null]))
    for (const { value, low, high } of differences) expect([value, low, high]).toEqual([null, null, null])
  }
})

/** The settings that can make training diverge, each as large as it may be. */
const steps = ['rate', 'learningRate']
const hasty = algorithms.flatMap(({ spec }) =>
  spec.settings.flatMap((setting) =>
    setting.kind === 'number' && steps.includes(setting.id) ? [[spec.id, setting.id, setting.high, spec] as const] : [],
  ),
)

test.each(hasty)(
  '%s with the largest %s there is ends in a result, or says that it diverged',
  async (id, setting, high, spec) => {
    const json = join(folder, 'results.json')
    const code = await evaluate.run([
      ...['--data', 'course', '--device', 'cpu', '--algorithm', id, '--k', '2', '--json', json],
      ...Object.entries(briefly(spec)).flatMap(([name, value]) => ['--set', `${id}.${name}=${value}`]),
      ...['--set', `${id}.${setting}=${high}`],
    ])
    expectNoStack()
    const results = JSON.parse(readFileSync(json, 'utf8')) as Result[]
    expect(results).toHaveLength(code === 0 ? 1 : 0)
    if (code > 0) expect(complaints.flat().join()).toMatch(/not finite any more; (try|a smaller)/)
  },
)

const briefly = (spec: Spec) =>
  Object.fromEntries(Object.entries(fastSettings(spec)).filter(([name]) => !steps.includes(name)))
