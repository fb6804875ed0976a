import type { Frame, ServedContext, ServedSystem, State } from './algorithms/algorithm.ts'
import { DivergedError } from './algorithms/algorithm.ts'
import type { Settings } from './algorithms/spec.ts'
import { DeviceLostError, type Device } from './device/device.ts'
import { CancelledError, type CurvePoint, type Quality } from './lab-api.ts'

const keptBytes = 64 * 1024 * 1024
const curvePoints = 30
/** Of what steps batch by batch, states are an epoch apart or so long, whichever is rarer. */
const betweenStatesMs = 2000
/** Let other messages in at least this often while working. */
export const breathMs = 12

/** Where a run asks for its device, and says that the one it had is gone. */
export interface DeviceSource {
  current(): Promise<Device>
  replace(lost: Device): Promise<Device>
}

/** What a run is of; the device is asked for as it goes. */
export type RunContext = Omit<ServedContext, 'device'>

/** Measures the held-out quality of a frame. */
export type Measure = (frame: Frame) => Promise<Quality>

/** Where to go in a run, and whether the curve on the way gets its held-out quality too. */
export interface Journey {
  readonly step: number
  readonly measured: boolean
  readonly cancellation: Cancellation
  readonly onStep?: (step: number) => void
}

/** Ends a wait: a later request, or the visitor. */
export interface Cancellation {
  cancelled: boolean
}

/**
 * One training run that can be looked at at any step. It keeps states along the way (up to 64 MB, thinning as they
 * fill); an earlier step, or a lost device, goes back to the nearest one and replays from there, which is exact.
 */
export class Run {
  readonly steps: number
  readonly notices: string[] = []
  readonly curve: CurvePoint[] = []
  msPerStep: number | undefined
  private readonly states = new Map<number, State>()
  private readonly qualities = new Map<number, Quality>()
  private keepEvery = 1
  private lastKept = { epoch: -1, at: -Infinity }
  private frames: AsyncGenerator<Frame, void, void> | undefined
  private frame: Frame | undefined
  private device: Device | undefined
  /** when other messages were last let in: measuring between two steps counts, too */
  private breath = performance.now()
  private turn: Promise<unknown> = Promise.resolve()
  private readonly system: ServedSystem
  private readonly context: RunContext
  private readonly settings: Settings
  private readonly devices: DeviceSource
  private readonly measure: Measure

  constructor(system: ServedSystem, context: RunContext, settings: Settings, devices: DeviceSource, measure: Measure) {
    this.system = system
    this.context = context
    this.settings = settings
    this.devices = devices
    this.measure = measure
    this.steps = system.steps(context.data, settings)
  }

  /** Goes to a step and looks at its frame there. One at a time; a lost device is replaced and the work done again. */
  at<T>({ step, measured, cancellation, onStep }: Journey, look: (frame: Frame) => Promise<T>): Promise<T> {
    const result = this.turn.then(async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          const goal = Math.min(step, this.steps)
          if (measured) await this.measureUpTo(goal, cancellation, onStep)
          return await look(await this.reach(goal, cancellation, onStep))
        } catch (error) {
          if (!(error instanceof DeviceLostError) || attempt === 3) throw error
          await this.moveToAnotherDevice()
        }
      }
    })
    this.turn = result.catch(() => undefined)
    return result
  }

  /** The held-out quality at a frame, measured once a step. */
  async qualityAt(frame: Frame): Promise<Quality> {
    const quality = this.qualities.get(frame.step) ?? (await this.measure(frame))
    this.qualities.set(frame.step, quality)
    return quality
  }

  /** Frees what the run holds on a device. */
  async end() {
    await this.turn
    await this.stop()
  }

  /**
   * Another run is looked at now: what learns batch by batch lets go of its tensors, and of all states but the last. It can
   * be looked at again; it then goes on from there, or starts anew from its seed.
   */
  rest() {
    if (!this.system.spec.byGradient) return
    this.turn = this.turn.then(async () => {
      await this.stop()
      const last = Math.max(...this.states.keys())
      for (const step of this.states.keys()) if (step !== last) this.states.delete(step)
    })
  }

  /** Replays what was passed without measuring, so that the curve has no holes before the goal. */
  private async measureUpTo(goal: number, cancellation: Cancellation, onStep?: (step: number) => void) {
    const known = new Set(this.curve.filter(({ ndcg }) => ndcg).map(({ step }) => step))
    for (let step = 0; step <= goal; step++) {
      if (!this.isCharted(step) || known.has(step)) continue
      const frame = await this.reach(step, cancellation, onStep)
      const { 'ndcg@10': ndcg, rmse } = (await this.qualityAt(frame)).metrics
      Object.assign(this.pointAt(step), ndcg && { ndcg }, rmse && { rmse })
    }
  }

  private async reach(step: number, cancellation: Cancellation, onStep?: (step: number) => void): Promise<Frame> {
    if (this.frame && this.frame.step > step) await this.stop()
    for (;;) {
      if (cancellation.cancelled) throw new CancelledError(`${this.system.spec.id}: stopped by the visitor`)
      this.frames ??= await this.startFrom(step)
      if (this.frame?.step !== step) await this.pull()
      const frame = this.frame as unknown as Frame
      if (performance.now() - this.breath > breathMs) {
        onStep?.(frame.step)
        await new Promise((resume) => setTimeout(resume, 0))
        this.breath = performance.now()
      }
      if (frame.step >= step) return frame
    }
  }

  private async startFrom(step: number) {
    this.device = await this.devices.current()
    let nearest: State | undefined
    for (const state of this.states.values()) {
      if (state.step <= step && state.step > (nearest?.step ?? -1)) nearest = state
    }
    return this.system.train({ ...this.context, device: this.device }, this.settings, nearest)
  }

  private async pull() {
    const started = performance.now()
    const { value: frame } = await this.frames!.next()
    if (!frame) throw new Error(`${this.system.spec.id}: training ended before step ${this.steps}`)
    this.frame = frame
    await this.keep(frame)
    await this.chart(frame)
    if (frame.step > 0) {
      const took = performance.now() - started
      this.msPerStep = this.msPerStep === undefined ? took : 0.8 * this.msPerStep + 0.2 * took
    }
  }

  private async keep(frame: Frame) {
    if (this.states.has(frame.step) || !this.isToBeKept(frame)) return
    this.lastKept = { epoch: frame.epoch ?? 0, at: performance.now() }
    this.states.set(frame.step, await frame.state())
    while (bytesOf(this.states.values()) > keptBytes && this.states.size > 2) {
      this.keepEvery *= 2
      this.thin()
    }
  }

  /** Every second of the states, counted from the first. */
  private thin() {
    Array.from(this.states.keys())
      .sort((a, b) => a - b)
      .forEach((step, place) => {
        if (place % 2 === 1) this.states.delete(step)
      })
  }

  private isToBeKept({ step, epoch }: Frame) {
    if (epoch === undefined) return step % this.keepEvery === 0
    if (step === 0 || step === this.steps) return true
    return epoch !== this.lastKept.epoch && performance.now() - this.lastKept.at >= betweenStatesMs
  }

  /** The loss, where a point of the curve is due: always the same steps, whoever looked when. */
  private async chart(frame: Frame) {
    if (!this.isCharted(frame.step) || this.curve.some(({ step }) => step === frame.step)) return
    const loss = await frame.loss?.()
    if (loss !== undefined && !Number.isFinite(loss)) throw await this.diverged(frame.step)
    Object.assign(this.pointAt(frame.step), loss !== undefined && { loss })
  }

  private isCharted(step: number) {
    return step % Math.max(1, Math.ceil(this.steps / curvePoints)) === 0 || step === this.steps
  }

  private pointAt(step: number): CurvePoint {
    const known = this.curve.find((point) => point.step === step)
    if (known) return known
    const point = { step }
    this.curve.push(point)
    this.curve.sort((a, b) => a.step - b.step)
    return point
  }

  private async diverged(step: number) {
    this.states.delete(step)
    await this.stop()
    const { spec } = this.system
    return new DivergedError(
      `${spec.name}: the loss is not a finite number any more at ${spec.step.one} ${step}; what you see is the step before. A smaller rate or more regularization helps.`,
    )
  }

  private async moveToAnotherDevice() {
    const step = this.frame?.step ?? 0
    await this.stop()
    this.device = await this.devices.replace(this.device!)
    const where = this.device.kind === 'webgpu' ? 'a new GPU device' : 'the CPU'
    this.notices.push(`The GPU went away at ${this.system.spec.step.one} ${step}; ${where} went on from there.`)
  }

  private async stop() {
    const { frames } = this
    this.frames = undefined
    this.frame = undefined
    await frames?.return()
  }
}

/** Bytes of all states together; arrays that several share count once. */
function bytesOf(states: Iterable<State>): number {
  const buffers = new Set<ArrayBufferLike>()
  for (const { arrays } of states) for (const array of Object.values(arrays)) buffers.add(array.buffer)
  let bytes = 0
  for (const buffer of buffers) bytes += buffer.byteLength
  return bytes
}
