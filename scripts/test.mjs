import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installIfNeeded, root, tool } from './run.mjs'

const reports = join(root, 'test-results')
const report = (name) => join(reports, `${name}.json`)
const sums = []
const started = performance.now()

/** Runs one part, times it, and keeps how many passed and failed. A part that says nothing has failed. */
async function part(name, work) {
  console.log(`\n— ${name}`)
  const from = performance.now()
  let sum
  try {
    sum = await work()
  } catch (error) {
    console.error(error.message)
    sum = { passed: 0, failed: 1 }
  }
  sums.push({ name, ...sum, seconds: (performance.now() - from) / 1000 })
}

/** The sums in a JSON report; a run that ended badly without a failed test counts as one failure. */
function counted(file, code, read) {
  const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')))
  if (passed + failed === 0) throw new Error('No test ran')
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

/** Tests of the visitor's own MovieLens, skipped on machines without it. */
const withoutMovieLens = ({ testResults }) =>
  testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'skipped' && test.title.includes('latest-small')).length

/** A test file that could not be read has no failed tests of its own. */
const brokenFile = (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')

await installIfNeeded()
const { chromiumIfNeeded, otherBrowsersIfNeeded } = await import('./browsers.mjs')
await chromiumIfNeeded()
const others = await otherBrowsersIfNeeded()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

await part('lint', async () => {
  const { lint } = await import('./lint.mjs')
  const results = await lint()
  const passed = results.filter((result) => result.passed).length
  return { passed, failed: results.length - passed }
})

await part('unit tests', async () => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report('unit')}`]
  const { code } = await tool('vitest', ['run', ...reporters], { quiet: false })
  return counted(report('unit'), code, (json) => ({
    passed: json.numPassedTests,
    // Nothing may be skipped, but what looks at MovieLens where it is not there.
    failed:
      json.numTotalTests - json.numPassedTests - withoutMovieLens(json) + json.testResults.filter(brokenFile).length,
  }))
})

await part('build', async () => {
  const { code } = await tool('vite', ['build'], { quiet: false })
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
})

const inBrowsers = ['Chromium', ...others.present.map(({ name }) => name)].join(', ')
const projects = ['monkey', 'webgpu', 'auto', 'no-gpu', ...others.present.map(({ project }) => project), 'walk']
// All at once, as many at a time as there are cores: no core waits for the last of a part.
await part(`journeys, a walk through every view and a monkey in ${inBrowsers}`, async () => {
  const chosen = projects.map((project) => `--project=${project}`)
  const { code } = await tool('playwright', ['test', '--reporter=list,json', ...chosen], {
    quiet: false,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report('browsers') },
  })
  return counted(report('browsers'), code, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  }))
})

const total = (key) => sums.reduce((sum, part) => sum + part[key], 0)
console.log(
  `\n${sums.map(({ name, passed, failed, seconds }) => `${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`).join('\n')}`,
)
for (const { name } of others.absent) console.log(`journeys in ${name}: skipped, it is not here`)
console.log(`in ${((performance.now() - started) / 60_000).toFixed(1)} minutes`)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') === 0 ? 0 : 1
