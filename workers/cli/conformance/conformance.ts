import { existsSync, statSync } from 'node:fs'
import { catalog } from '../../catalog.ts'
import type { Device } from '../../device/device.ts'
import { oneOf, readArguments } from '../terminal/arguments.ts'
import { UsageError, type Command } from '../terminal/command.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import { abTesting } from './ab-testing.ts'
import type { Adapter } from './adapter.ts'
import { als } from './als.ts'
import { coldStart } from './cold-start.ts'
import { content } from './content.ts'
import { dcn } from './dcn.ts'
import { readFixtures, type Fixture, type FixtureCase } from './fixture.ts'
import { hybrid } from './hybrid.ts'
import { learnedHybrid } from './learned-hybrid.ts'
import { factorizationMachines } from './fm.ts'
import { metrics } from './metrics.ts'
import { mmr } from './mmr.ts'
import { ncf } from './ncf.ts'
import { itemCf, userCf } from './neighbours.ts'
import { pipeline } from './pipeline.ts'
import { popularity } from './popularity.ts'
import { svd } from './svd.ts'
import { textContent } from './text-content.ts'
import { twoTower } from './two-tower.ts'
import { wideDeep } from './wide-deep.ts'

/** By the fixtures' `system` field. Cases of what is not in the catalogue are skipped: it is not built yet. */
const adapters: Readonly<Record<string, Adapter>> = {
  metrics,
  popularity,
  user_cf: userCf,
  item_cf: itemCf,
  content,
  text_content: textContent,
  svd,
  als,
  ncf,
  dcn,
  wide_deep: wideDeep,
  two_tower: twoTower,
  fm: factorizationMachines,
  ffm: factorizationMachines,
  cold_start: coldStart,
  hybrid,
  learned_hybrid: learnedHybrid,
  pipeline,
  mmr,
  ab_testing: abTesting,
}

export const deviceChoices = ['cpu', 'webgpu', 'both'] as const
export type DeviceChoice = (typeof deviceChoices)[number]

/** Holds the engine against fixtures: files of cases with known answers. */
export const conformance: Command = {
  name: 'conformance',
  usage: `npm run conformance -- FOLDER [--device cpu|webgpu|both]
  FOLDER     of fixtures: one .json a system
  --device   where to run (cpu); one that is not there fails every case`,
  async run(args) {
    const given = readArguments(args, ['device'])
    const [folder, ...more] = given.alone
    if (!folder || more.length > 0) throw new UsageError('one FOLDER of fixtures is needed')
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`there is no folder ${folder}`)
    const choice = oneOf('device', given.last('device') ?? 'cpu', deviceChoices)
    const { failed } = await runFixtures(folder, choice, (line) => console.log(line))
    return failed > 0 ? 1 : 0
  },
}

export interface Sums {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Runs every case of every fixture in a folder, a line each and the sums. A case passes when it does on every device. */
export async function runFixtures(folder: string, choice: DeviceChoice, say: (line: string) => void): Promise<Sums> {
  const sums = { passed: 0, failed: 0, skipped: 0 }
  const devices = await openDevices(choice)
  try {
    for (const reading of readFixtures(folder)) {
      if ('broken' in reading) {
        sums.failed++
        say(`failed ${reading.file}/file: ${reading.broken}`)
        continue
      }
      for (const testCase of reading.fixture.cases) {
        const name = `${reading.fixture.system}/${testCase.name}`
        const [outcome, why] = await outcomeOf(reading.fixture, testCase, devices)
        sums[outcome]++
        say(`${outcome === 'passed' ? 'ok' : outcome} ${name}${why ? `: ${why}` : ''}`)
      }
    }
  } finally {
    for (const device of devices) if (typeof device !== 'string') closeDevice(device)
  }
  if (sums.passed + sums.failed + sums.skipped === 0) {
    sums.failed++
    say(`failed ${folder}/file: there is no fixture in it`)
  }
  say(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`)
  return sums
}

/** The devices asked for; in place of one that is not there, why. */
async function openDevices(choice: DeviceChoice): Promise<(Device | string)[]> {
  const kinds = choice === 'both' ? (['cpu', 'webgpu'] as const) : [choice]
  return await Promise.all(
    kinds.map(async (kind) => {
      try {
        return await openDevice(kind)
      } catch (error) {
        return (error as Error).message
      }
    }),
  )
}

async function outcomeOf(
  fixture: Fixture,
  testCase: FixtureCase,
  devices: readonly (Device | string)[],
): Promise<[keyof Sums, string?]> {
  const adapter = Object.hasOwn(adapters, fixture.system) ? adapters[fixture.system] : undefined
  if (!adapter) {
    const id = fixture.system.replaceAll('_', '-')
    return catalog.some(({ spec }) => spec.id === id) ? ['failed', `no adapter takes cases of ${id}`] : ['skipped']
  }
  const tolerance = testCase.tolerance ?? fixture.tolerance ?? { abs: 1e-6, rel: 1e-6 }
  for (const device of devices) {
    if (typeof device === 'string') return ['failed', device]
    try {
      await adapter(testCase, tolerance, device, fixture)
    } catch (error) {
      const where = devices.length > 1 ? `on ${device.kind}, ` : ''
      return ['failed', `${where}${oneLine(error)}`]
    }
  }
  return ['passed']
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ')
}
