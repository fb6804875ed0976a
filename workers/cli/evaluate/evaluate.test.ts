import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DivergedError } from '../../contract/system.ts'
import { catalog } from '../../catalog.ts'
import { tableLines } from '../terminal/table.ts'
import { evaluate } from './evaluate.ts'
import { readOptions } from './options.ts'
import type { Result } from './report.ts'

/** A metric that was measured. */
function valueOf({ metrics }: Result, name: string): number {
  const value = metrics[name]
  if (typeof value !== 'number') throw new Error(`${name} was not measured`)
  return value
}

describe('options', () => {
  const needed = ['--data', 'films', '--algorithm', 'als']

  test('defaults', () => {
    const options = readOptions(needed)
    expect(options).toMatchObject({ seed: 42, device: 'auto', split: 'per-user', testFraction: 0.25, k: 10 })
    expect(options.algorithms[0]).toMatchObject({ preset: 'tuned', settings: { strength: 'watched' } })
    expect('relevantFrom' in options).toBe(false)
  })

  test('--set changes one setting, as a number or a word, and may be repeated', () => {
    const { algorithms } = readOptions([...needed, '--set', 'als.factors=7', '--set', 'als.strength=stars'])
    expect(algorithms[0].settings).toMatchObject({ factors: 7, strength: 'stars' })
  })

  test.each(catalog.map(({ spec }) => [spec.id, spec] as const))(
    '%s: every value of a choice can be set',
    (id, spec) => {
      for (const setting of spec.settings) {
        if (setting.kind !== 'choice') continue
        for (const { value } of setting.options) {
          const set = ['--set', `${id}.${setting.id}=${value}`]
          const { algorithms } = readOptions(['--data', 'films', '--algorithm', id, ...set])
          expect(algorithms[0].settings[setting.id]).toBe(value)
        }
      }
    },
  )

  test('all is the whole catalogue, and a preset that a system lacks is its tuned one', () => {
    const { algorithms } = readOptions(['--data', 'films', '--algorithm', 'all', '--preset', 'tuned-rating'])
    const presets = Object.fromEntries(algorithms.map(({ entry, preset }) => [entry.spec.id, preset]))
    expect(presets).toMatchObject({ popularity: 'tuned-rating', 'item-cf': 'tuned-rating', als: 'tuned' })
  })

  test.each([
    [['--algorithm', 'als'], '--data is needed'],
    [['--data', 'films'], '--algorithm is needed'],
    [['--data', 'films', '--algorithm', 'alz'], '--algorithm: there is no system alz'],
    [[...needed, '--seed', '-1'], '--seed'],
    [[...needed, '--seed=1.5'], '--seed must be a whole number from 0 to 4294967295, got 1.5'],
    [[...needed, '--test-fraction', '1'], '--test-fraction must be a number above 0 and below 1, got 1'],
    [[...needed, '--folds', '1'], '--folds must be a whole number from 2, got 1'],
    [
      [...needed, '--folds', '5', '--split', 'random'],
      '--folds holds out every rating once, at random: leave --split out',
    ],
    [[...needed, '--folds', '5', '--test-fraction', '0.2'], 'leave --test-fraction out'],
    [[...needed, '--k', '0'], '--k must be a whole number from 1, got 0'],
    [[...needed, '--relevant-from', 'good'], '--relevant-from must be a rating, got good'],
    [[...needed, '--split', 'half'], '--split must be one of per-user, leave-last-out, random, got half'],
    [[...needed, '--preset', 'best'], '--preset'],
    [[...needed, '--device', 'tpu'], '--device'],
    [[...needed, '--set', 'factors=2'], '--set must be ID.setting=value'],
    [[...needed, '--set', 'als.factors=0'], '--set: als: factors'],
    [[...needed, '--set', 'als.faktors=2'], '--set: als: there is no setting faktors'],
    [[...needed, '--set', 'item-cf.neighbours=2'], '--set item-cf.neighbours=2: item-cf is not among --algorithm als'],
    [[...needed, '--json', '/nowhere/results.json'], '--json: there is no folder /nowhere'],
    [[...needed, '--speed', '2'], '--speed'],
    [[...needed, 'more'], 'more'],
  ])('%j is refused, by name', (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })
})

describe('evaluate', () => {
  let folder: string
  const said: string[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evaluate-'))
    said.length = 0
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
  })

  async function results(...args: string[]): Promise<Result[]> {
    const json = join(folder, 'results.json')
    expect(await evaluate.run([...args, '--json', json])).toBe(0)
    return JSON.parse(readFileSync(json, 'utf8')) as Result[]
  }

  test('writes what it prints, with intervals round the values', async () => {
    const [first, second] = await results(
      '--data',
      'course',
      '--algorithm',
      'item-cf,als',
      '--preset',
      'course',
      '--k',
      '2',
    )
    expect(first).toMatchObject({ algorithm: 'item-cf', device: 'cpu', preset: 'course', seed: 42 })
    expect(first.settings).toMatchObject({ neighbours: 5 })
    expect(Object.keys(first.metrics)).toEqual(
      expect.arrayContaining([
        'precision@2',
        'recall@2',
        'hit-rate@2',
        'map@2',
        'mrr@2',
        'ndcg@2',
        'auc',
        'rmse',
        'mae',
        'coverage@2',
        'gini@2',
        'novelty@2',
        'popularity-bias@2',
      ]),
    )
    for (const [name, interval] of Object.entries(first.intervals)) {
      const [low, high] = interval ?? []
      expect(low).toBeLessThanOrEqual(valueOf(first, name))
      expect(high).toBeGreaterThanOrEqual(valueOf(first, name))
    }
    expect(first.users).toBeGreaterThan(0)
    expect(first.trainSeconds).toBeGreaterThan(0)
    expect(second.metrics.rmse).toBeUndefined() // ALS predicts no ratings
    const printed = said.join('\n')
    expect(printed).toContain(valueOf(first, 'ndcg@2').toFixed(3))
    expect(printed).toMatch(/people × 5 items/)
  })

  test('the same seed gives the same numbers, another seed others', async () => {
    const run = (seed: string) => results('--data', 'films', '--algorithm', 'popularity', '--seed', seed)
    const [[one], [again], [other]] = [await run('1'), await run('1'), await run('2')]
    expect(again.metrics).toEqual(one.metrics)
    expect(other.metrics).not.toEqual(one.metrics)
  })

  test.each(['leave-last-out', 'random'])('%s splits and scores', async (split) => {
    const [one] = await results(
      '--data',
      'films',
      '--algorithm',
      'popularity',
      '--split',
      split,
      '--relevant-from',
      '4',
    )
    expect(one.users).toBeGreaterThan(100)
    expect(one.users).toBeLessThan(600)
    expect(valueOf(one, 'ndcg@10')).toBeGreaterThan(0)
  })

  test('folds hold out every rating once, and are looked at together', async () => {
    const [first] = await results('--data', 'course', '--algorithm', 'popularity', '--folds', '3', '--k', '2')
    expect(first).toMatchObject({ folds: 3, users: 5 })
    expect(said.join('\n')).toMatch(/14 ratings, each held out once in 3 folds/)
    await expect(evaluate.run(['--data', 'course', '--algorithm', 'popularity', '--folds', '15'])).rejects.toThrow(
      '--folds must be at most the 14 ratings there are, got 15',
    )
  })

  test('a system with a lesser self is measured beside it, and beside popularity, person by person', async () => {
    const args = ['--data', 'films', '--split', 'random', '--test-fraction', '0.2', '--preset', 'tuned-rating']
    const [popularity, full] = await results(...args, '--algorithm', 'popularity,funk-svd')
    const [none] = await results(...args, '--algorithm', 'funk-svd', '--set', 'funk-svd.factors=0')
    expect(popularity.differences).toEqual([])
    expect(none.differences).toEqual([]) // it is its lesser self
    const [overNone, overPopularity] = full.differences
    expect(overNone).toMatchObject({ metric: 'rmse', against: 'without factors' })
    expect(overNone.value).toBeCloseTo(valueOf(full, 'rmse') - valueOf(none, 'rmse'), 12)
    expect(overNone.high).toBeLessThan(0)
    expect(overPopularity).toMatchObject({ metric: 'ndcg@10', against: 'popularity', people: full.users })
    expect(overPopularity.value).toBeCloseTo(valueOf(full, 'ndcg@10') - valueOf(popularity, 'ndcg@10'), 12)
    expect(said.join('\n')).toMatch(
      /funk-svd RMSE −0\.\d{3} \[−0\.\d{3}, −0\.\d{3}\] against without factors, paired over \d+ people/,
    )
    expect(said.join('\n')).toMatch(/ndcg@10 over popularity +– +[−+]0\.\d{3} \[[−+]0\.\d{3}, [−+]0\.\d{3}\]/)
  })

  test('systems that learn from context are judged event by event, without context and one against another', async () => {
    const few = ['fm', 'ffm'].flatMap((id) =>
      ['epochs', 'factors', 'negatives'].flatMap((setting) => ['--set', `${id}.${setting}=1`]),
    )
    const [popularity, fm, ffm] = await results(
      '--data',
      'films',
      '--device',
      'cpu',
      '--algorithm',
      'popularity,fm,ffm',
      ...few,
    )
    expect(popularity.metrics).not.toHaveProperty('event-hr@10')
    expect(valueOf(fm, 'event-hr@10')).toBeGreaterThan(valueOf(fm, 'event-ndcg@10'))
    expect(fm.differences[0].low, 'better than untrained').toBeGreaterThan(0)
    expect(fm.differences.map(({ against }) => against)).toEqual(['untrained', 'without context', 'popularity'])
    expect(ffm.differences.map(({ against }) => against)).toEqual(['untrained', 'without context', 'fm', 'popularity'])
    const [, , overFm] = ffm.differences
    expect(overFm).toMatchObject({ metric: 'event-ndcg@10', people: 600 })
    expect(overFm.value).toBeCloseTo(valueOf(ffm, 'event-ndcg@10') - valueOf(fm, 'event-ndcg@10'), 12)
    expect(said.join('\n')).toMatch(/event-hr@10 +– +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\] +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]/)
  })

  test('a system that fails is named, and the others still have their results', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
    const entry = catalog.find(({ spec }) => spec.id === 'als')!
    vi.spyOn(entry, 'load').mockRejectedValue(new DivergedError('it grew without end'))
    const json = join(folder, 'results.json')
    expect(await evaluate.run(['--data', 'course', '--algorithm', 'als,popularity', '--json', json])).toBe(1)
    expect(complaints).toHaveBeenCalledWith('als: it grew without end')
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject([{ algorithm: 'popularity' }])
  })

  test('a path that is not there is refused, by name', async () => {
    await expect(evaluate.run(['--data', '/nowhere', '--algorithm', 'als'])).rejects.toThrow(
      '--data must be films, course',
    )
  })
})

test('a table that is too wide goes on below', () => {
  const rows = [
    ['', 'one', 'two', 'three'],
    ['a', '1', '22', '333'],
  ]
  expect(tableLines(rows, 80)).toEqual(['   one  two  three', 'a    1   22    333'])
  expect(tableLines(rows, 11)).toEqual(['   one  two', 'a    1   22', '', '   three', 'a    333'])
})
