import { writeFileSync } from 'node:fs'
import type { Dataset, Interactions } from '../../data/dataset.ts'
import {
  splitIntoFolds,
  splitLeaveLastOut,
  splitPerPerson,
  splitRandom,
  withValidation,
  type Split,
} from '../../data/splits.ts'
import type { Device } from '../../device/device.ts'
import { report, UsageError, type Command } from '../terminal/command.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import { openData } from './open-data.ts'
import { readOptions, usage, type EvaluateOptions } from './options.ts'
import { differenceLines, missingLines, resultLines } from './report.ts'
import { comparedInContext, comparedWithPopularity, scoreOf, type Part, type Scored } from './score.ts'

/** Trains systems on train and validation and scores them on what was held out. */
export const evaluate: Command = {
  name: 'evaluate',
  usage,
  async run(args) {
    const options = readOptions(args)
    const dataset = openData(options.data)
    checkAgainst(dataset, options)
    const parts = partsOf(dataset.interactions, options)
    const device = await openDevice(options.device)
    try {
      console.log(headline(dataset, parts, options, device))
      const scored: Scored[] = []
      for (const chosen of options.algorithms) {
        try {
          scored.push(await scoreOf(chosen, dataset, parts, options, device))
        } catch (error) {
          // One system that fails does not take the results of the others with it.
          report(chosen.entry.spec.id, error)
        }
      }
      const results = comparedWithPopularity(comparedInContext(scored, options.k), options.k)
      console.log(`\n${resultLines(results, process.stdout.columns || 120).join('\n')}`)
      for (const lines of [missingLines(results), differenceLines(results)]) {
        if (lines.length > 0) console.log(`\n${lines.join('\n')}`)
      }
      if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
      return results.length === options.algorithms.length ? 0 : 1
    } finally {
      closeDevice(device)
    }
  },
}

/** Throws UsageError where an option does not go with the data. */
function checkAgainst({ interactions, scale }: Dataset, { folds, relevantFrom }: EvaluateOptions) {
  const ratings = interactions.time.length
  if (folds !== undefined && folds > ratings) {
    throw new UsageError(`--folds must be at most the ${ratings} ratings there are, got ${folds}`)
  }
  if (relevantFrom !== undefined && !(relevantFrom >= scale.low && relevantFrom <= scale.high)) {
    throw new UsageError(`--relevant-from must be a rating from ${scale.low} to ${scale.high}, got ${relevantFrom}`)
  }
}

/** What is learned from and what is held out: once, or once a fold. */
function partsOf(interactions: Interactions, options: EvaluateOptions): Part[] {
  return splitsOf(interactions, options).map((split) => ({ train: withValidation(split), test: split.test }))
}

function splitsOf(interactions: Interactions, { split, seed, testFraction, folds }: EvaluateOptions): Split[] {
  if (folds !== undefined) {
    return splitIntoFolds(interactions, { seed, folds })
  }
  if (split === 'leave-last-out') return [splitLeaveLastOut(interactions, { seed })]
  return [(split === 'random' ? splitRandom : splitPerPerson)(interactions, { seed, testFraction })]
}

function headline(dataset: Dataset, parts: readonly Part[], options: EvaluateOptions, device: Device) {
  const { rows, columns } = dataset.interactions.ratings
  const count = (n: number) => n.toLocaleString('en')
  const [{ train, test }] = parts
  const relevant =
    options.relevantFrom === undefined ? 'any held-out rating' : `held-out ratings from ${options.relevantFrom}`
  return [
    `${dataset.name}${dataset.simulated ? ' (simulated audience)' : ''}: ${count(rows)} people × ${count(columns)} items`,
    options.folds === undefined
      ? `${count(train.time.length)} ratings to learn from, ${count(test.time.length)} held out (${options.split}, seed ${options.seed})`
      : `${count(dataset.interactions.time.length)} ratings, each held out once in ${options.folds} folds (random, seed ${options.seed})`,
    `relevant: ${relevant}; [ ] is the 95 % interval over people`,
    `device: ${device.kind === 'webgpu' ? `WebGPU, ${device.adapter}` : 'CPU'} (${device.reason})`,
  ].join('\n')
}
