import type { Frame, CompositeContext, CompositeSystem, State } from '../contract/system.ts'
import { DivergedError } from '../contract/system.ts'
import { curvePointsByGradient, type Settings } from '../contract/spec.ts'
import { DeviceLostError, type Device } from '../device/device.ts'
import { withPatience, type EarlyStopping } from './early-stopping.ts'
import { finiteLoss } from './finite-loss.ts'
import { CancelledError, type CurvePoint, type Quality } from './api.ts'
import { breathMs } from '../lib/breath.ts'

const keptBytes = 64 * 1024 * 1024
const curvePoints = 30
/** Of what steps batch by batch, states are an epoch apart or so long, whichever is rarer. */
const betweenStatesMs = 2000

/** Where a run asks for its device, and says that the one it had is gone. */
export interface DeviceSource {
  current(): Promise<Device>
  replace(lost: Device): Promise<Device>
}

/** What a run is of; the device is asked for as it goes. What is made of others waits for them no longer than is wanted. */
export interface RunContext extends Omit<CompositeContext, 'device' | 'trained'> {
  trained(...asked: [...Parameters<CompositeContext['trained']>, Cancellation]): ReturnType<CompositeContext['trained']>
}

/** Measures the held-out quality of a frame. */
export type Measure = (frame: Frame) => Promise<Quality>

/** Where to go in a run, and whether the curve on the way gets its held-out quality too. */
export interface Journey {
  readonly step: number | 'last'
  readonly measured: boolean
  readonly cancellation: Cancellation
  /** where it is, and where it goes as far as is known */
  readonly onStep?: (step: number, goal: number) => void
}

/** Training ended before its time. */
interface EarlyEnd {
  /** the last step of the run */
  readonly step: number
  /** how far training went, or could go */
  readonly trained: number
  /** what a person should know about it */
  readonly notice?: string | undefined
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
  /** of whoever waits for the run now */
  private cancellation: Cancellation = { cancelled: false }
  private readonly limit: number
  private early: EarlyEnd | undefined
  private readonly devicesLost: string[] = []
  private readonly stopping: EarlyStopping | undefined
  private readonly system: CompositeSystem
  private readonly context: RunContext
  private readonly settings: Settings
  private readonly devices: DeviceSource
  private readonly measure: Measure

  constructor(
    system: CompositeSystem,
    context: RunContext,
    settings: Settings,
    devices: DeviceSource,
    measure: Measure,
  ) {
    const { data, stopping } = withPatience(system.spec, context, settings)
    this.system = system
    this.context = { ...context, data }
    this.stopping = stopping
    this.settings = settings
    this.devices = devices
    this.measure = measure
    this.limit = system.steps(data, settings)
  }

  /** The last step; as long as training may still stop early, the most that there can be. */
  get steps(): number {
    return this.early?.step ?? this.limit
  }

  /** Patience may end it before the steps that are known of. */
  get mayEndSooner(): boolean {
    return this.stopping !== undefined && !this.early
  }

  /** What happened on the way that a person should know. */
  get notices(): string[] {
    return [...this.devicesLost, ...(this.early?.notice ? [this.early.notice] : [])]
  }

  /** So many as seen from a step: one beyond the end, asked for by number, is part of the whole course of training. */
  stepsFrom(step: number): number {
    return step > this.steps ? this.limit : this.steps
  }

  /** Goes to a step and looks at its frame there. One at a time; a lost device is replaced and the work done again. */
  at<T>({ step, measured, cancellation, onStep }: Journey, look: (frame: Frame) => Promise<T>): Promise<T> {
    const told = onStep && ((done: number) => onStep(done, this.stepOf(step)))
    const result = this.turn.then(async () => {
      this.cancellation = cancellation
      for (let lost = 0; ;) {
        try {
          if (measured) await this.measureUpTo(step, cancellation, told)
          return await look(await this.reach(step, cancellation, told))
        } catch (error) {
          if (error instanceof DivergedError) await this.endWhereItWasGood(error)
          else if (error instanceof DeviceLostError && lost++ < 3) await this.moveToAnotherDevice()
          else throw error
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
   * Nobody looks at it any more: what learns batch by batch lets go of its tensors, and of all states but the last. It can
   * be looked at again; it then goes on from there, or starts anew from its seed.
   */
  rest() {
    if (!this.system.spec.byGradient) return
    this.turn = this.turn.then(async () => {
      await this.stop()
      const last = this.early?.step ?? Math.max(...this.states.keys())
      for (const step of this.states.keys()) if (step !== last) this.states.delete(step)
    })
  }

  /** Replays what was passed without measuring, so that the curve has no holes before the goal. */
  private async measureUpTo(goal: Journey['step'], cancellation: Cancellation, onStep?: (step: number) => void) {
    const known = new Set(this.curve.filter(({ ndcg }) => ndcg).map(({ step }) => step))
    for (let step = 0; step <= this.stepOf(goal); step++) {
      if (!this.isCharted(step) || known.has(step)) continue
      const frame = await this.reach(step, cancellation, onStep)
      const { 'ndcg@10': ndcg, rmse, 'event-ndcg@10': atItsMoment } = (await this.qualityAt(frame)).metrics
      Object.assign(this.pointAt(frame.step), ndcg && { ndcg }, rmse && { rmse }, atItsMoment && { atItsMoment })
    }
  }

  /** A step named by number is gone to wherever training went; only what it never reached is the end instead. */
  private stepOf(goal: Journey['step']): number {
    if (goal === 'last') return this.steps
    return goal <= (this.early?.trained ?? this.limit) ? goal : this.steps
  }

  private async reach(
    goal: Journey['step'],
    cancellation: Cancellation,
    onStep?: (step: number) => void,
  ): Promise<Frame> {
    for (;;) {
      if (cancellation.cancelled) throw new CancelledError(`${this.system.spec.id}: stopped by the visitor`)
      const step = this.stepOf(goal)
      if (this.frame && this.frame.step > step) await this.stop()
      this.frames ??= await this.startFrom(step)
      if (this.frame?.step !== step) await this.pull()
      const frame = this.frame as unknown as Frame
      if (performance.now() - this.breath > breathMs) {
        onStep?.(frame.step)
        await new Promise((resume) => setTimeout(resume, 0))
        this.breath = performance.now()
      }
      // The pull may have shown where the end is.
      if (frame.step === this.stepOf(goal)) return frame
    }
  }

  private async startFrom(step: number) {
    this.device = await this.devices.current()
    let nearest: State | undefined
    for (const state of this.states.values()) {
      if (state.step <= step && state.step > (nearest?.step ?? -1)) nearest = state
    }
    const trained: CompositeContext['trained'] = (id, changes, on) =>
      this.context.trained(id, changes, on, this.cancellation)
    return this.system.train({ ...this.context, device: this.device, trained }, this.settings, nearest)
  }

  private async pull() {
    const started = performance.now()
    const { value: frame } = await this.frames!.next().catch(async (error: unknown) => {
      // What threw is over. Begun anew it says the same again, or goes on where one of its parts was stopped.
      if (!(error instanceof DivergedError || error instanceof DeviceLostError)) await this.stop()
      throw error
    })
    if (!frame) throw new Error(`${this.system.spec.id}: training ended before step ${this.limit}`)
    this.frame = frame
    const best = await this.stopping?.isBest(frame)
    await this.keep(frame, best)
    await this.chart(frame)
    this.endEarly(frame)
    if (frame.step > 0) {
      const took = performance.now() - started
      this.msPerStep = this.msPerStep === undefined ? took : 0.8 * this.msPerStep + 0.2 * took
    }
  }

  /** Where patience is over, the run ends at its best epoch. */
  private endEarly({ step }: Frame) {
    const { stopping } = this
    if (this.early || !stopping?.over) return
    this.early = { step: stopping.best!.step, trained: step, notice: stopping.notice }
  }

  private async keep(frame: Frame, best = false) {
    if (this.states.has(frame.step) || !(best || this.isToBeKept(frame))) return
    this.lastKept = { epoch: frame.epoch ?? 0, at: performance.now() }
    this.states.set(frame.step, await frame.state())
    while (bytesOf(this.states.values()) > keptBytes && this.states.size > 2) {
      this.keepEvery *= 2
      this.thin()
    }
  }

  /** Every second of the states, counted from the first; never that of the best epoch. */
  private thin() {
    Array.from(this.states.keys())
      .filter((step) => step !== this.stopping?.best?.step)
      .sort((a, b) => a - b)
      .forEach((step, place) => {
        if (place % 2 === 1) this.states.delete(step)
      })
  }

  private isToBeKept({ step, epoch }: Frame) {
    if (epoch === undefined) return step % this.keepEvery === 0
    if (step === 0 || step === this.limit) return true
    return epoch !== this.lastKept.epoch && performance.now() - this.lastKept.at >= betweenStatesMs
  }

  /** The loss, where a point of the curve is due: always the same steps, whoever looked when. */
  private async chart(frame: Frame) {
    if (!this.isCharted(frame.step) || this.curve.some(({ step }) => step === frame.step)) return
    const loss = await finiteLoss(frame, this.settings)
    Object.assign(this.pointAt(frame.step), loss !== undefined && { loss })
  }

  private isCharted(step: number) {
    const points = this.system.spec.byGradient ? curvePointsByGradient : curvePoints
    return step % Math.max(1, Math.ceil(this.limit / points)) === 0 || step === this.steps
  }

  private pointAt(step: number): CurvePoint {
    const known = this.curve.find((point) => point.step === step)
    if (known) return known
    const point = { step }
    this.curve.push(point)
    this.curve.sort((a, b) => a.step - b.step)
    return point
  }

  /** At the best epoch, or the last point of the curve before: always the same one, wherever it was found out. */
  private async endWhereItWasGood(error: DivergedError) {
    const diverged = this.frame?.step ?? 0
    if (diverged === 0) throw error
    await this.stop()
    const known = [
      this.early?.step,
      this.stopping?.best?.step,
      this.curve.findLast(({ step }) => step < diverged)?.step,
    ]
    const step = known.find((one) => one !== undefined && one < diverged) ?? 0
    for (const kept of this.states.keys()) if (kept > step) this.states.delete(kept)
    const { name, step: words } = this.system.spec
    const notice = `${name} diverged at ${words.one} ${diverged}: ${error.message}. The run ends at ${words.one} ${step}, where all was well.`
    this.early = { step, trained: diverged - 1, notice }
  }

  private async moveToAnotherDevice() {
    const step = this.frame?.step ?? 0
    await this.stop()
    this.device = await this.devices.replace(this.device!)
    const where = this.device.kind === 'webgpu' ? 'a new GPU device' : 'the CPU'
    this.devicesLost.push(`The GPU went away at ${this.system.spec.step.one} ${step}; ${where} went on from there.`)
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
