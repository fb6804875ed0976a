import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A file of cases with known answers; the format is described beside the fixtures that came with the project. */
export interface Fixture {
  readonly system: string
  readonly tolerance?: Tolerance
  readonly cases: readonly FixtureCase[]
}

export interface Tolerance {
  readonly abs: number
  readonly rel: number
}

export interface FixtureCase {
  readonly name: string
  readonly inputs: unknown
  readonly tolerance?: Tolerance
  readonly expected?: unknown
  /** where the reference is defective, what is right; beside `expected`, options of the product */
  readonly expected_correct?: unknown
}

export type Reading = { readonly file: string } & ({ readonly fixture: Fixture } | { readonly broken: string })

/** Every .json file of a folder, in order of name. */
export function readFixtures(folder: string): Reading[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.sort().map((name) => {
    const file = basename(name, '.json')
    try {
      const fixture = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Fixture
      if (typeof fixture.system === 'string' && Array.isArray(fixture.cases)) return { file, fixture }
      return { file, broken: 'it has no system or no cases' }
    } catch (error) {
      return { file, broken: (error as Error).message }
    }
  })
}
