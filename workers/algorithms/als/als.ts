import { alsLoss, createAlsOnGpu, maxGpuFactors, solveHalfStepPlain } from './half-step.ts'
import type { Device } from '../../device/device.ts'
import { random, seedFor } from '../../lib/random.ts'
import { transpose, type SparseMatrix } from '../../lib/sparse.ts'
import type { Algorithm, Frame, State, TrainingContext, TrainingData } from '../../contract/system.ts'
import { positiveRatings } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { factorMap, mapAxes, type MapAxes } from './factor-map.ts'
import { factorRecommender, type Factors } from './recommender.ts'
import { alsSpec } from './spec.ts'

/**
 * Implicit-feedback ALS (Hu, Koren and Volinsky 2008): minimises Σ c(p − x·y)² + λ(‖X‖² + ‖Y‖²) over all cells, with
 * c = 1 + α r and p = 1 where something was watched. One half-step solves all people, the next all films, exactly.
 */
export const als: Algorithm = {
  spec: alsSpec,

  steps: (_data: TrainingData, settings: Settings) => 2 * Number(settings.iterations),

  async *train({ data, seed, device }, settings, start) {
    const watched = watchedRatings(data, settings)
    const from = start ?? initialState(watched, Number(settings.factors), seed)
    const solver = solverOn(device, watched, settings, from)
    const axes = () => axesOfRun({ data, seed, device }, watched, settings)
    try {
      for (let step = from.step; step <= als.steps(data, settings); step++) {
        if (step > from.step) await (step % 2 === 1 ? solver.solvePeople() : solver.solveItems())
        yield frameOf(step, solver, watched, settings, axes)
      }
    } finally {
      solver.end()
    }
  },
}

/** people × items with r of each watched film: 1, or its stars. */
export function watchedRatings(data: TrainingData, settings: Settings): SparseMatrix {
  const liked = positiveRatings(data.interactions.ratings, settings)
  return settings.strength === 'stars' ? liked : { ...liked, value: new Float32Array(liked.value.length).fill(1) }
}

function initialState(watched: SparseMatrix, factors: number, seed: number): State {
  const from = random(seedFor('als', seed))
  const draw = (rows: number) => Float64Array.from({ length: rows * factors }, () => 0.01 * from.normal())
  return { step: 0, arrays: { people: draw(watched.rows), items: draw(watched.columns) } }
}

/** After so many half-steps the axes that hold most have all but settled: of what those of each step hold, nine tenths and more. */
const halfStepsToAxes = 4

const knownAxes = new WeakMap<SparseMatrix, Map<string, Promise<MapAxes>>>()

/** The axes of a run's map, from its first half-steps: the same wherever it is looked at, and whatever it went on from. */
function axesOfRun(context: TrainingContext, watched: SparseMatrix, settings: Settings): Promise<MapAxes> {
  const { ratings } = context.data.interactions
  const key = JSON.stringify([settings, context.seed, context.device.kind])
  const known = knownAxes.get(ratings) ?? new Map<string, Promise<MapAxes>>()
  knownAxes.set(ratings, known)
  const axes = known.get(key) ?? newAxes(context, watched, settings)
  known.set(key, axes)
  axes.catch(() => known.delete(key)) // a device that went away
  return axes
}

async function newAxes(
  { data, seed, device }: TrainingContext,
  watched: SparseMatrix,
  settings: Settings,
): Promise<MapAxes> {
  const solver = solverOn(device, watched, settings, initialState(watched, Number(settings.factors), seed))
  try {
    const steps = Math.min(halfStepsToAxes, als.steps(data, settings))
    for (let step = 1; step <= steps; step++) await (step % 2 === 1 ? solver.solvePeople() : solver.solveItems())
    return mapAxes(await solver.factors(), data.interactions.ratings)
  } finally {
    solver.end()
  }
}

/** Holds the factors where they are solved, and reads them back only when asked. */
interface Solver {
  readonly note?: string
  solvePeople(): Promise<void> | void
  solveItems(): Promise<void> | void
  factors(): Promise<Factors>
  end(): void
}

function solverOn(device: Device, watched: SparseMatrix, settings: Settings, start: State): Solver {
  if (device.kind === 'cpu') return solverOnCpu(watched, settings, start)
  if (Number(settings.factors) <= maxGpuFactors) return solverOnGpu(device, watched, settings, start)
  const note = `More than ${maxGpuFactors} factors do not fit a GPU workgroup, so the CPU solves them.`
  return { ...solverOnCpu(watched, settings, start), note }
}

function solverOnCpu(watched: SparseMatrix, settings: Settings, start: State): Solver {
  const byItem = transpose(watched)
  const people = Float64Array.from(start.arrays.people)
  const items = Float64Array.from(start.arrays.items)
  const [size, lambda, alpha] = [Number(settings.factors), Number(settings.regularization), Number(settings.alpha)]
  return {
    solvePeople: () => solveHalfStepPlain(watched, items, size, lambda, alpha, people),
    solveItems: () => solveHalfStepPlain(byItem, people, size, lambda, alpha, items),
    factors: () => Promise.resolve({ people, items, size }),
    end() {},
  }
}

function solverOnGpu(
  device: Extract<Device, { kind: 'webgpu' }>,
  watched: SparseMatrix,
  settings: Settings,
  start: State,
): Solver {
  const [size, lambda, alpha] = [Number(settings.factors), Number(settings.regularization), Number(settings.alpha)]
  const onGpu = createAlsOnGpu(device, watched, transpose(watched), size)
  onGpu.write(Float32Array.from(start.arrays.people), Float32Array.from(start.arrays.items))
  let read: Promise<Factors> | undefined
  return {
    solvePeople() {
      read = undefined
      return onGpu.solveUsers(lambda, alpha)
    },
    solveItems() {
      read = undefined
      return onGpu.solveItems(lambda, alpha)
    },
    factors: () =>
      (read ??= onGpu.read().then(({ users, items }) => ({
        people: Float64Array.from(users),
        items: Float64Array.from(items),
        size,
      }))),
    end: () => onGpu.destroy(),
  }
}

function frameOf(
  step: number,
  solver: Solver,
  watched: SparseMatrix,
  settings: Settings,
  axes: () => Promise<MapAxes>,
): Frame {
  const [lambda, alpha] = [Number(settings.regularization), Number(settings.alpha)]
  const solved = step % 2 === 1 ? 'people solved' : 'films solved'
  return {
    step,
    did: step === 0 ? 'random start' : solved,
    ...(solver.note && { note: solver.note }),
    async loss() {
      const { people, items, size } = await solver.factors()
      return alsLoss(watched, people, items, size, lambda, alpha)
    },
    recommender: async () => factorRecommender(await solver.factors(), watched, settings),
    snapshot: async ({ person }) => factorMap(await solver.factors(), await axes(), person?.vector),
    async state() {
      const { people, items } = await solver.factors()
      return { step, arrays: { people: people.slice(), items: items.slice() } }
    },
  }
}
