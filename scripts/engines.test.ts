import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Package {
  readonly engines?: { readonly node?: string }
}

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Package>> }

/** The oldest of each kind of Node that the README names. */
const promised = ['20.19.0', '22.13.0', '24.0.0']

type Version = readonly [number, number, number]

function versionOf(text: string): Version {
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+|x))?(?:\.(\d+|x))?$/.exec(text) ?? []
  if (major === undefined) throw new Error(`${text} is no version that is understood here`)
  return [Number(major), Number(minor.replace('x', '0')), Number(patch.replace('x', '0'))]
}

const isFrom = (version: Version, least: Version) => {
  const place = version.findIndex((part, at) => part !== least[at])
  return place === -1 || version[place]! > least[place]!
}

/** Of "^20.19.0 || ^22.13.0 || >=24" and the like; a form that is not known is an error. */
function satisfies(node: string, range: string): boolean {
  const version = versionOf(node)
  return range.split('||').some((each) => {
    const [, how, least] = /^(\^|>=)?\s*([\dx.]+)$/.exec(each.trim()) ?? []
    if (least === undefined) throw new Error(`${range} is no range that is understood here`)
    return isFrom(version, versionOf(least)) && (how === '>=' || version[0] === versionOf(least)[0])
  })
}

test.each(promised)('every package that is installed is made for Node %s', (node) => {
  const unfit = Object.entries(packages).flatMap(([name, { engines }]) =>
    engines?.node === undefined || satisfies(node, engines.node) ? [] : [`${name} wants ${engines.node}`],
  )
  expect(unfit).toEqual([])
})

test('the README names the Nodes that package.json does', () => {
  const { engines } = JSON.parse(read('package.json')) as Package
  expect(engines!.node).toBe('^20.19.0 || ^22.13.0 || >=24.0.0')
  expect(read('README.md')).toContain('With Node 20.19, 22.13 or 24 and newer, and nothing else')
})

test.each([
  ['20.19.0', '^20.19.0 || >=22.12.0', true],
  ['22.0.0', '^20.19.0 || >=22.12.0', false],
  ['20.19.0', '>=22.12.0', false],
  ['24.0.0', '18 || 20 || >=22', true],
  ['24.0.0', '4.x || >=6.0.0', true],
])('%s and %s: %s', (node, range, fits) => {
  expect(satisfies(node, range)).toBe(fits)
})
