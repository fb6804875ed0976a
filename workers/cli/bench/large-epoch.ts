import { ncf } from '../../algorithms/ncf/ncf.ts'
import { withSettings } from '../../contract/spec.ts'
import { median, type Bench } from './bench-line.ts'
import { asTrainingData, millionRatings } from './synthetic.ts'

/** An epoch of NCF on ratings of MovieLens-1M's shape: that it runs to its end, in what memory, and never holds its breath. */
export const largeEpochBench: Bench = {
  id: 'large-epoch',
  async *run() {
    const data = asTrainingData(millionRatings())
    const settings = withSettings(ncf.spec, 'course', { epochs: 1, negatives: 4 })
    const steps = ncf.steps(data, settings)
    const frames = ncf.train({ data, seed: 1, device: { kind: 'cpu', reason: 'the bench' } }, settings)
    const started = performance.now()
    await frames.next()
    const untrained = performance.now() - started
    const [walls, own]: [number[], number[]] = [[], []]
    for (;;) {
      const [from, used] = [performance.now(), process.cpuUsage()]
      const { done } = await frames.next()
      if (done) break
      const { user, system } = process.cpuUsage(used)
      walls.push(performance.now() - from)
      own.push((user + system) / 1000)
    }
    const size = '6,040 × 3,706, 1,000,209 ratings, 4 negatives'
    yield {
      name: 'Large epoch, steps that did not come',
      value: steps - walls.length,
      unit: 'steps',
      note: `of ${steps}`,
      most: 0,
      exact: true,
    }
    const seconds = walls.reduce((sum, ms) => sum + ms, untrained) / 1000
    yield { name: 'Large epoch of NCF, CPU', value: seconds, unit: 's', note: size }
    yield { name: 'Large epoch of NCF, a step', value: median(walls), unit: 'ms' }
    yield { name: 'Large epoch of NCF, up to the untrained model', value: untrained, unit: 'ms' }
    const pause = (times: number[]) => Math.max(...times) - median(times)
    yield {
      name: 'Large epoch of NCF, longest pause between steps',
      value: pause(own),
      unit: 'ms',
      note: `of the processor; ${pause(walls).toFixed(0)} ms by the clock, first step ${walls[0].toFixed(0)}`,
      most: 50,
    }
    yield {
      name: 'Large epoch of NCF, most memory of the process',
      value: process.resourceUsage().maxRSS / 1024,
      unit: 'MB',
    }
  },
}
