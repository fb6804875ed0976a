import { algorithms } from '../../algorithms/catalog.ts'
import { workOf } from '../../testing/gradient-run.ts'
import { oneEpoch } from '../../testing/fast-settings.ts'
import { audienceInContext } from '../../testing/small-dataset.ts'
import { withSettings } from '../../contract/spec.ts'
import type { GpuDevice } from '../../device/device.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import type { Bench } from './bench-line.ts'

const steps = 4

/** What a step of training asks of a GPU: by how many dispatches, and what is read back although nobody asked. */
export const deviceWorkBench: Bench = {
  id: 'device-work',
  async *run() {
    const gpu = (await openDevice('webgpu')) as GpuDevice
    try {
      for (const { spec, load } of algorithms) {
        if (!spec.byGradient) continue
        const algorithm = await load()
        const most = algorithm.mostDispatches
        if (most === undefined) throw new Error(`${spec.id}: it has no mostDispatches`)
        const settings = withSettings(spec, 'course', { ...oneEpoch(spec), batchSize: 64 })
        const run = { algorithm, data: audienceInContext(), settings }
        const { dispatches, readBacks } = await workOf(run, steps, gpu)
        const name = `${spec.shortName}, a step on WebGPU`
        yield { name, value: dispatches, unit: 'dispatches', note: `course, ${gpu.adapter}`, most, exact: true }
        yield { name, value: readBacks, unit: 'read-backs nobody asked for', most: 0, exact: true }
      }
    } finally {
      closeDevice(gpu)
    }
  },
}
