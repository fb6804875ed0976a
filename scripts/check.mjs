// Answers within a minute: types and imports of everything, rules and form of what changed, and the unit tests nearest to it.
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createVitest } from 'vitest/node'
import { importDirections, twoAtATime, types } from './lint.mjs'
import { root, run, tool } from './run.mjs'

/** No test begins after so many milliseconds, and those that run then have `grace` to end. */
const testsUntil = 42_000
const grace = 6_000
const started = performance.now()

const isTest = (file) => /\.test\.tsx?$/.test(file)
const git = async (...args) => {
  const { code, output } = await run('git', args).catch(() => ({ code: 1, output: '' }))
  return code === 0 ? output.split('\n').filter(Boolean) : undefined
}

/** The files that differ from where this branch left main; where none do, those of the last commit. */
async function whatChanged() {
  const [base] = (await git('merge-base', 'HEAD', 'main')) ??
    (await git('merge-base', 'HEAD', 'origin/main')) ?? ['HEAD']
  const untracked = (await git('ls-files', '--others', '--exclude-standard')) ?? []
  for (const from of [base, 'HEAD~1']) {
    const tracked = await git('diff', '--name-only', '--relative', from)
    if (!tracked) break
    const files = [...new Set([...tracked, ...untracked])].filter((file) => existsSync(join(root, file)))
    if (files.length > 0)
      return { files, since: from === base ? `${base.slice(0, 9)} and not yet on main` : 'the commit before the last' }
  }
  return { files: [], since: 'nothing that git knows of: rules and tests are for `npm run lint` and `npm test`' }
}

/** Test files by how many imports they are away from what changed; one in the same folder is next to it in any case. */
function testsNear(changed, modules) {
  const importers = new Map()
  for (const { source, dependencies } of modules)
    for (const { resolved, dependencyTypes } of dependencies)
      if (!dependencyTypes.includes('type-only')) importers.set(resolved, [...(importers.get(resolved) ?? []), source])
  const distance = new Map(changed.map((file) => [file, 0]))
  const folders = new Set(changed.map((file) => dirname(file)))
  for (const { source } of modules) if (isTest(source) && folders.has(dirname(source))) distance.set(source, 0)
  for (const [file, away] of distance)
    for (const importer of importers.get(file) ?? []) if (!distance.has(importer)) distance.set(importer, away + 1)
  return [...distance.entries()]
    .filter(([file]) => isTest(file))
    .sort((a, b) => a[1] - b[1])
    .map(([file]) => file)
}

/** Runs test files in the order given for as long as there is time, and says which were left. */
async function unitTests(files) {
  const ended = new Map()
  const reporter = { onTestModuleEnd: (module) => ended.set(relative(root, module.moduleId), module) }
  class InOrder {
    sort = (specifications) => specifications
    shard = (specifications) => specifications
  }
  const vitest = await createVitest('test', { watch: false, reporters: [reporter], sequence: { sequencer: InOrder } })
  const all = await vitest.globTestSpecifications()
  const byFile = new Map(all.map((specification) => [relative(root, specification.moduleId), specification]))
  let outOfTime = false
  const limit = setTimeout(
    () => {
      outOfTime = true
      void vitest.cancelCurrentRun('keyboard-input')
    },
    started + testsUntil - performance.now(),
  )
  const late = new Promise((resolve) => setTimeout(resolve, started + testsUntil + grace - performance.now()).unref())
  await Promise.race([vitest.runTestSpecifications(files.flatMap((file) => byFile.get(file) ?? [])), late])
  clearTimeout(limit)
  const whole = ([, module]) =>
    module.state() !== 'skipped' &&
    [...module.children.allTests()].every((test) => !outOfTime || test.result().state !== 'skipped')
  const seen = [...ended].filter(whole)
  const failures = [...ended.values()].flatMap((module) => [
    ...module.errors().map(({ message }) => `${relative(root, module.moduleId)}: ${message}`),
    ...[...module.children.allTests('failed')].map(
      (test) =>
        `${relative(root, module.moduleId)}: ${test.fullName}\n  ${test
          .result()
          .errors.map((error) => error.stack ?? error.message)
          .join('\n  ')}`,
    ),
  ])
  const others = vitest.state.getUnhandledErrors().map((error) => String(error?.stack ?? error))
  const left = files.filter((file) => !seen.some(([one]) => one === file))
  return {
    code: failures.length + others.length === 0 ? 0 : 1,
    output: [...failures, ...others].join('\n'),
    seen: seen.length,
    left,
  }
}

const { files, since } = await whatChanged()
const scripts = files.filter((file) => /\.(ts|tsx|mjs|js|cjs)$/.test(file))
console.log(`${files.length} files changed since ${since}`)

let graph
let tests = { seen: 0, left: [] }
const nothing = { code: 0, output: '' }
const results = await twoAtATime([
  ['imports, of everything', () => (graph = importDirections())],
  ['types, of everything', types],
  [
    'unit tests, nearest first',
    async () => {
      const { modules } = await graph
      const near = testsNear(files, modules ?? [])
      if (near.length === 0) return nothing
      return (tests = await unitTests(near))
    },
  ],
  [
    'rules, of what changed',
    () => (scripts.length === 0 ? nothing : tool('eslint', ['--max-warnings', '0', '--no-warn-ignored', ...scripts])),
  ],
  [
    'format, of what changed',
    () => (files.length === 0 ? nothing : tool('prettier', ['--check', '--ignore-unknown', ...files])),
  ],
])

console.log(`\n${tests.seen} test files that have to do with it ran to their end.`)
if (tests.left.length > 0) console.log(`${tests.left.length} more were left for want of time: ${tests.left.join(', ')}`)
console.log('`npm test` runs them all, and the journeys through the built page; `npm run lint` looks at every file.')
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`)
process.exit(results.every(({ passed }) => passed) ? 0 : 1)
