import type { LabApi, ViewRequest, View } from '../../workers/lab/api.ts'
import { curvePointsByGradient } from '../../workers/contract/spec.ts'
import { choiceOf, differenceName, runKey, runOf, specOf, withChoice, type Experiment } from './experiment.ts'
import { withRows } from './matrix-rows.ts'
import { pageQuestion, pageRequest } from './questions.ts'
import { pageOf, type AppState, type Page, type RunBefore, type Store } from './store.ts'

/** As fast as it goes still draws about so many pictures of a run, so that one sees it happen. */
const picturesOfARun = 60
/** What learns by gradient is drawn where the engine charts its curve; where a million ratings leave that far apart, about this often, too. */
const pictureMs = 1000
/** Held-out quality is measured at most so often a second while playing. */
const measuredASecond = 4
/** A picture that takes longer than this says that it is waiting. */
const patienceMs = 250
/** What is untrained stands on the screen so long before it learns. */
const untrainedMs = 300
/** While a finger drags the timeline, a picture under way is given so long before the next one replaces it. */
const dragMs = 120

type Outcome = 'shown' | 'superseded' | 'failed'

export interface Player {
  play(): void
  /** A first visit: from step 0, by itself. */
  playFromStart(): void
  pause(): void
  /** One step on (1) or back (-1); ends playing. */
  step(delta: number): void
  seek(step: number): void
  /** To step 0 with the same seed. */
  reset(): void
  /** Another experiment on the same system: a new run from step 0, compared with the one before. */
  change(next: Experiment): void
  /** Ends the wait; the last good picture stays. */
  cancel(): void
}

/**
 * The playhead: asks the lab for what the experiment says, one step after another while playing. It watches the store:
 * another system, person or reason is asked for at once; of several questions the latest wins.
 */
export function createPlayer(lab: LabApi, store: Store): Player {
  let latest = 0
  let asked = ''
  let inFlight: Promise<Outcome> = Promise.resolve('shown')
  let askedAt = 0
  let waitingFor = 0
  let dragged = false
  let playing = 0
  let plays = 0
  let goal: number | 'last' = 'last'
  /** The playhead is being moved here, and asked for by whoever moves it. */
  let moving = false

  const state = () => store.getState()
  const stepNow = () => stepUnder(state())

  const show = (evaluate = true, step?: number | 'last'): Promise<Outcome> => {
    inFlight = ask(evaluate, step)
    return inFlight
  }

  async function ask(evaluate: boolean, step: number | 'last' | undefined): Promise<Outcome> {
    const token = ++latest
    const system = state().experiment.system
    const request = pageRequest(state(), evaluate, step)
    asked = pageQuestion(state())
    askedAt = performance.now()
    waitingFor = token
    const slow = setTimeout(() => patchPage(store, system, { waiting: true }), patienceMs)
    try {
      const view = await lab.view(request, state().playback.playing ? undefined : progressOf(token, system))
      if (token !== latest) return 'superseded'
      byItself(() => commit(store, request, view, step !== undefined && playing !== 0))
      return 'shown'
    } catch (error) {
      if (token !== latest || isCancelled(error)) return 'superseded'
      fail(system, error)
      return 'failed'
    } finally {
      clearTimeout(slow)
      if (waitingFor === token) {
        waitingFor = 0
        const { waiting, progress } = pageOf(state(), system)
        if (waiting || progress) patchPage(store, system, { waiting: false, progress: undefined })
      }
    }
  }

  const progressOf = (token: number, system: string) => (progress: NonNullable<Page['progress']>) => {
    if (token === latest) patchPage(store, system, { progress })
  }

  function fail(system: string, error: unknown) {
    const message = error instanceof Error ? error.message : String(error)
    patchPage(store, system, { error: message })
    stop()
    announce(`${specOf(system).name} failed: ${message}`)
  }

  const announce = (text: string, urgent = true) => store.setState({ announcement: { text, urgent } })

  const stop = () => {
    playing = 0
    if (state().playback.playing) setPlayback({ playing: false, catchingUp: false })
  }

  const setPlayback = (change: Partial<AppState['playback']>) =>
    store.setState(({ playback }) => ({ playback: { ...playback, ...change } }))

  /** What is set so is no link that was opened: playing goes on. */
  const byItself = (set: () => void) => {
    moving = true
    set()
    moving = false
  }

  const moveTo = (step: number | 'last') =>
    byItself(() => store.setState(({ experiment }) => ({ experiment: withChoice(experiment, { step }) })))

  /** Plays until the goal, a pause or a failure. Each turn first waits for whatever is being asked already. */
  async function loop(id: number) {
    while (playing === id) {
      const started = performance.now()
      const outcome = await inFlight
      if (playing !== id) return
      if (outcome === 'failed') return stop()
      const { view } = pageOf(state())
      const step = stepNow()
      const end = goal === 'last' ? (view?.steps ?? 0) : goal
      if (!view || step >= Math.min(end, view.steps)) return arrive()
      if (step === 0 && byGradient(state())) {
        await onScreen(store)
        await sleep(untrainedMs)
        if (playing !== id) return
      }
      const { wait, measured, ...paced } = pace(state(), step, view)
      const next = Math.min(paced.next, end, view.steps)
      // The playhead moves with the picture, not before it.
      await show(measured || next === end, next === view.steps ? 'last' : next)
      await sleep(Math.max(8, wait - (performance.now() - started)))
    }
  }

  function arrive() {
    stop()
    const { experiment } = state()
    const { view } = pageOf(state())
    if (!view) return
    const { step, name, atOnce } = specOf(experiment.system)
    if (atOnce) return announce(`${name}: done.${qualityInWords(view)}`)
    const at = view.step >= view.steps ? `Finished` : `Reached ${step.one} ${view.step}`
    announce(`${at}: ${view.steps.toLocaleString('en')} ${step.many}.${qualityInWords(view)}`)
  }

  function start(until: number | 'last', catchingUp: boolean) {
    goal = until
    playing = ++plays
    setPlayback({ playing: true, catchingUp })
    void loop(playing)
  }

  /** What takes long to train shows itself untrained, and then learns up to the playhead where one sees it. */
  function open() {
    const { step } = choiceOf(state().experiment)
    if (step === 0 || !byGradient(state()) || isOpen(state())) return void show()
    asked = pageQuestion(state())
    moveTo(0)
    void show(false)
    start(step, true)
  }

  const player: Player = {
    play() {
      const { view } = pageOf(state())
      if (view && stepNow() >= view.steps) return player.playFromStart()
      announce(`${specOf(state().experiment.system).name}: training.`)
      start('last', false)
    },
    playFromStart() {
      announce(`${specOf(state().experiment.system).name}: training from the start.`)
      moveTo(0)
      void show(!byGradient(state()))
      start('last', false)
    },
    pause() {
      const step = stepNow()
      stop()
      void show()
      announce(`Paused at ${specOf(state().experiment.system).step.one} ${step}.`)
    },
    step(delta) {
      const steps = pageOf(state()).view?.steps ?? 0
      player.seek(Math.min(steps, Math.max(0, stepNow() + delta)))
    },
    seek(step) {
      stop()
      moveTo(step === pageOf(state()).view?.steps ? 'last' : step)
      if (waitingFor !== 0 && performance.now() - askedAt < dragMs) {
        if (!dragged) void inFlight.then(() => (dragged = false)).then(() => show())
        dragged = true
      } else void show()
    },
    reset() {
      stop()
      moveTo(0)
      void show()
      announce('Back at the start, with the same seed.')
    },
    change(next) {
      const { playback, experiment } = state()
      const page = pageOf(state())
      const until = playback.playing ? goal : choiceOf(experiment).step
      const before = beforeOf(page, next, playback.catchingUp)
      patchPage(store, next.system, { before })
      store.setState({ experiment: withChoice(next, { step: 0 }) })
      start(until, playback.catchingUp || !playback.playing)
    },
    cancel() {
      stop()
      latest++
      waitingFor = 0
      const { system } = state().experiment
      patchPage(store, system, { waiting: false, progress: undefined })
      const { view } = pageOf(state())
      if (view) moveTo(view.step === view.steps ? 'last' : view.step)
      void lab.cancel('page')
      announce('Stopped. The last picture stays.')
    },
  }

  store.subscribe((now, then) => {
    const moved = now.experiment.system !== then.experiment.system || now.experiment.view !== then.experiment.view
    // A link or a page of before: its playhead stands where it says, whatever was playing here.
    const opened = !moving && choiceOf(now.experiment) !== choiceOf(then.experiment)
    if (moved || opened) stop()
    // Another listener may have moved on already: what counts is how things stand.
    const question = pageQuestion(store.getState())
    if (question === asked) {
      // Another link to the same run, or Back to it: only the playhead stands elsewhere.
      const elsewhere = question !== '' && choiceOf(now.experiment).step !== choiceOf(then.experiment).step
      if (elsewhere && !moving && playing === 0 && stepNow() !== pageOf(state()).view?.step) void show()
      return
    }
    if (question !== '') return open()
    asked = ''
    if (waitingFor !== 0) void lab.cancel('page')
  })
  return player
}

/** The step under the playhead; at the end where it is not known how many there are. */
export function stepUnder(state: AppState): number {
  const { step } = choiceOf(state.experiment)
  const { view } = pageOf(state)
  return step === 'last' ? (view?.steps ?? 0) : step
}

/** Milliseconds a picture, the step of the next one, and whether held-out quality is measured there. */
function pace(
  state: AppState,
  step: number,
  { steps, device }: View,
): { wait: number; next: number; measured: boolean } {
  const { playback, experiment } = state
  const speed = playback.catchingUp ? 'max' : speedOf(playback, experiment.system)
  const wait = 1000 / (speed === 'max' ? picturesOfARun : speed)
  if (byGradient(state)) {
    const apart = Math.ceil(steps / curvePointsByGradient)
    const affordable = Math.max(1, Math.floor(pictureMs / (device.msPerStep ?? 0)))
    const pointOfTheCurve = step - (step % apart) + apart
    // The first batch is shown at once: something learns.
    const next = speed === 'max' && step > 0 ? Math.min(step + affordable, pointOfTheCurve) : step + 1
    return { wait, next, measured: next % apart === 0 }
  }
  const next = step + (speed === 'max' ? Math.max(1, Math.ceil(steps / picturesOfARun)) : 1)
  return { wait, next, measured: next % Math.ceil(1000 / wait / measuredASecond) === 0 }
}

const byGradient = ({ experiment }: AppState) => specOf(experiment.system).byGradient === true

/** Waits until the page of the system in view stands on the screen. */
function onScreen(store: Store): Promise<void> {
  const stands = ({ onScreen, experiment }: AppState) => onScreen === experiment.system
  if (stands(store.getState())) return Promise.resolve()
  return new Promise((resolve) => {
    const end = store.subscribe((now) => {
      if (!stands(now)) return
      end()
      resolve()
    })
  })
}

/** The page has a picture of the run that it is to show. */
function isOpen(state: AppState): boolean {
  const { run } = pageOf(state)
  return run !== undefined && runKey(run) === runKey(runOf(state.experiment))
}

export const speedOf = (playback: AppState['playback'], system: string): number | 'max' =>
  playback.speeds[system] ?? specOf(system).speed

/**
 * Puts a view on its page in one change of the store; while playing the playhead moves with it, and to the end where
 * training ended before the step that was asked for.
 */
function commit(store: Store, request: ViewRequest, view: View, moves: boolean) {
  const { run, step } = request
  const system = run.algorithm
  const ended = step !== 'last' && view.step < step
  store.setState(({ pages, experiment, playback, announcement }) => {
    const page = pages[system]
    const same = page?.run && runKey(page.run) === runKey(run)
    const next: Page = {
      ...page,
      ...inTheContext(page, request, view),
      waiting: false,
      run,
      view,
      quality: view.quality ? { step: view.step, quality: view.quality } : same ? page.quality : undefined,
      matrix: view.snapshot && withRows(same ? page.matrix : undefined, view.snapshot),
      error: undefined,
    }
    return {
      pages: { ...pages, [system]: next },
      device: view.device,
      experiment: moves || ended ? withChoice(experiment, { step: ended ? 'last' : request.step }, system) : experiment,
      announcement: playback.playing ? { text: whereInWords(system, view), urgent: false } : announcement,
    }
  })
}

/** Where only the moment is another one, its list is compared with the one before. */
function inTheContext(page: Page | undefined, { run, who, now }: ViewRequest, { step }: View) {
  const asked = { moment: JSON.stringify(now), rest: JSON.stringify([runKey(run), who, step]) }
  if (page?.asked?.rest !== asked.rest) return { asked, momentBefore: undefined }
  return { asked, momentBefore: page.asked.moment === asked.moment ? page.momentBefore : page.view?.list }
}

function patchPage(store: Store, system: string, change: Partial<Page>) {
  store.setState(({ pages }) => ({
    pages: { ...pages, [system]: { ...(pages[system] ?? { waiting: false }), ...change } },
  }))
}

/** What the new run is compared with: the run on the page, or, where that was still on its way, the one before it. */
function beforeOf(page: Page, next: Experiment, onItsWay: boolean): RunBefore | undefined {
  const now = runOf(next)
  const last = onItsWay ? page.before : page.run && page.view ? { run: page.run, view: page.view } : undefined
  if (!last || runKey(last.run) === runKey(now)) return undefined
  return { run: last.run, view: last.view, name: differenceName(last.run, now) }
}

function whereInWords(system: string, { step, steps, did }: View): string {
  if (specOf(system).atOnce) return did
  return `${specOf(system).step.one} ${step} of ${steps}, ${did}`
}

function qualityInWords({ quality }: View): string {
  const ndcg = quality?.metrics['ndcg@10']
  return ndcg ? ` Held-out NDCG@10 ${ndcg.value.toFixed(3)}.` : ''
}

const isCancelled = (error: unknown) => error instanceof Error && error.name === 'CancelledError'

const sleep = (ms: number) => new Promise((resume) => setTimeout(resume, ms))
