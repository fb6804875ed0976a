import { writeFileSync } from 'node:fs'
import type { TrainingData } from '../../algorithms/algorithm.ts'
import type { Dataset, Interactions } from '../../data/dataset.ts'
import { splitLeaveLastOut, splitPerPerson, splitRandom, withValidation, type Split } from '../../data/splits.ts'
import type { Device } from '../../device/device.ts'
import { evaluateRanking, evaluateRatings } from '../../evaluation/protocol.ts'
import { report, type Command } from '../terminal/command.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import { atLastStep, servedContext, type AtTheEnd } from '../../full-run.ts'
import { openData } from './open-data.ts'
import { readOptions, usage, type ChosenAlgorithm, type EvaluateOptions } from './options.ts'
import { measured, resultLines, type Result } from './report.ts'

/** Trains systems on train and validation and scores them on what was held out. */
export const evaluate: Command = {
  name: 'evaluate',
  usage,
  async run(args) {
    const options = readOptions(args)
    const dataset = openData(options.data)
    const split = splitOf(dataset.interactions, options)
    const train = withValidation(split)
    const device = await openDevice(options.device)
    try {
      console.log(headline(dataset, train, split.test, options, device))
      const results: Result[] = []
      for (const chosen of options.algorithms) {
        try {
          results.push(await resultOf(chosen, dataset, train, split.test, options, device))
        } catch (error) {
          // One system that fails does not take the results of the others with it.
          report(chosen.entry.spec.id, error)
        }
      }
      console.log(`\n${resultLines(results, process.stdout.columns || 120).join('\n')}`)
      if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
      return results.length === options.algorithms.length ? 0 : 1
    } finally {
      closeDevice(device)
    }
  },
}

function splitOf(interactions: Interactions, { split, seed, testFraction }: EvaluateOptions): Split {
  if (split === 'leave-last-out') return splitLeaveLastOut(interactions, { seed })
  return (split === 'random' ? splitRandom : splitPerPerson)(interactions, { seed, testFraction })
}

async function resultOf(
  { entry, preset, settings }: ChosenAlgorithm,
  dataset: Dataset,
  train: Interactions,
  test: Interactions,
  { seed, k, relevantFrom }: EvaluateOptions,
  device: Device,
): Promise<Result> {
  const algorithm = await entry.load()
  const data: TrainingData = { interactions: train, items: dataset.items, scale: dataset.scale }
  const look = async ({ recommender, seconds }: AtTheEnd) => {
    const ranking = evaluateRanking(recommender, train, test, {
      k,
      beyondAccuracy: true,
      items: dataset.items,
      ...(relevantFrom !== undefined && { relevantFrom }),
      ...(dataset.truth && { truth: dataset.truth }),
    })
    return {
      algorithm: entry.spec.id,
      device: device.kind,
      preset,
      settings,
      seed,
      trainSeconds: seconds,
      users: ranking.people.length,
      ...measured(ranking, evaluateRatings(recommender, test)),
    }
  }
  try {
    const context = servedContext({ data, seed, device }, test)
    return await atLastStep(algorithm, context, settings, look, progressOf(entry.spec.id))
  } finally {
    clearProgress()
  }
}

function headline(dataset: Dataset, train: Interactions, test: Interactions, options: EvaluateOptions, device: Device) {
  const { rows, columns } = train.ratings
  const count = (n: number) => n.toLocaleString('en')
  const relevant =
    options.relevantFrom === undefined ? 'any held-out rating' : `held-out ratings from ${options.relevantFrom}`
  return [
    `${dataset.name}${dataset.simulated ? ' (simulated audience)' : ''}: ${count(rows)} people × ${count(columns)} items`,
    `${count(train.ratings.column.length)} ratings to learn from, ${count(test.ratings.column.length)} held out (${options.split}, seed ${options.seed})`,
    `relevant: ${relevant}; ± is the 95 % interval over people`,
    `device: ${device.kind === 'webgpu' ? `WebGPU, ${device.adapter}` : 'CPU'} (${device.reason})`,
  ].join('\n')
}

/** On a terminal, a line that says how far training is; nothing where the output is kept. */
function progressOf(id: string) {
  if (!process.stderr.isTTY) return undefined
  let shown = 0
  return (step: number, steps: number) => {
    if (performance.now() - shown < 100) return
    shown = performance.now()
    process.stderr.write(`\r${id}: step ${step} of ${steps}   `)
  }
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}
