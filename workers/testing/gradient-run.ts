import type { Device, GpuDevice } from '../device/device.ts'
import { tensorCount, tensorsOnCpu } from '../device/tensors.ts'
import type { Algorithm, Frame, TrainingData } from '../contract/system.ts'
import type { Settings } from '../contract/spec.ts'

/** For tests and the bench: a run of a system that learns by gradient, to be had on any device. */
export interface GradientRun {
  readonly algorithm: Algorithm
  readonly data: TrainingData
  readonly settings: Settings
}

export const cpu: Device = { kind: 'cpu', reason: 'a test' }

/** Pulls frames up to a step and looks at each. */
export async function upTo(
  { algorithm, data, settings }: GradientRun,
  step: number,
  device: Device,
  look: (frame: Frame) => Promise<void> = async () => {},
): Promise<void> {
  for await (const frame of algorithm.train({ data, seed: 3, device }, settings)) {
    await look(frame)
    if (frame.step === step) break
  }
}

/** The loss at each step from the untrained model on. */
export async function lossesOf(run: GradientRun, step: number, device: Device): Promise<number[]> {
  const losses: number[] = []
  await upTo(run, step, device, async (frame) => void losses.push(await frame.loss!()))
  return losses
}

/** The most dispatches of a step, and what was read back although nobody asked. */
export async function workOf(run: GradientRun, steps: number, gpu: GpuDevice) {
  let before = 0
  const counts: number[] = []
  const readBacks = gpu.readBacks
  await upTo(run, steps, gpu, async ({ step }) => {
    if (step > 0) counts.push(gpu.dispatches - before)
    before = gpu.dispatches
    await Promise.resolve()
  })
  return { dispatches: Math.max(...counts), readBacks: gpu.readBacks - readBacks }
}

/** By how much of itself the loss on WebGPU is off that on the CPU where it is most, in 15 steps. */
export async function worstLossGap(run: GradientRun, gpu: GpuDevice): Promise<number> {
  const [onGpu, onCpu] = [await lossesOf(run, 15, gpu), await lossesOf(run, 15, cpu)]
  return Math.max(...onCpu.map((loss, step) => Math.abs(onGpu[step]! / loss - 1)))
}

/** How many tensors work on a device leaves behind. */
export async function tensorsLeftBy(work: () => Promise<void>): Promise<number> {
  await tensorsOnCpu()
  const before = tensorCount()
  await work()
  return tensorCount() - before
}

/** How many more buffers there are on a GPU once work is done again: those that were freed are there to be used. */
export async function buffersLeftBy(work: () => Promise<void>, { device }: GpuDevice): Promise<number> {
  await work()
  const create = device.createBuffer.bind(device)
  let living = 0
  device.createBuffer = (asked) => {
    const buffer = create(asked)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      living--
      destroy()
    }
    living++
    return buffer
  }
  try {
    await work()
    return living
  } finally {
    device.createBuffer = create
  }
}
