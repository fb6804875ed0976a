import { reference } from '../../workers/algorithms/catalog.ts'
import { withSettings } from '../../workers/contract/spec.ts'
import type { RunRequest, ViewRequest, Who } from '../../workers/lab/api.ts'
import { choiceOf, contextOf, runKey, runOf, specOf, type WhoShown } from './experiment.ts'
import { dataReady, pageOf, ratingsInHand, whoOnStart, whoShown, type AppState } from './store.ts'

/** The films compared between two lists; a longer list is asked for when the visitor wants one. */
const comparedFilms = 10

/** Somebody as the lab is asked about them. */
const asked = (state: AppState, who: WhoShown): Who =>
  typeof who === 'number' ? { person: who } : { ratings: ratingsInHand(state) }

/** Whose list the learn page asks for. */
export const whoAsked = (state: AppState): Who => asked(state, whoShown(state))

/** Whose lists the start page asks for. */
export const whoAskedOnStart = (state: AppState): Who => asked(state, whoOnStart(state))

/** What the page of the system in view asks the lab at a step; without one, at the step under the playhead. */
export function pageRequest(state: AppState, evaluate: boolean, step?: number | 'last'): ViewRequest {
  const { experiment } = state
  const run = runOf(experiment)
  const page = pageOf(state)
  const held = page.run && runKey(page.run) === runKey(run) ? (page.matrix?.held ?? 0) : 0
  const { selection, arrangement } = experiment
  const now = state.info && contextOf(experiment, state.info)
  return {
    run,
    slot: 'page',
    step: step ?? choiceOf(experiment).step,
    who: whoAsked(state),
    ...(now ? { now } : {}),
    n: Math.max(comparedFilms, experiment.n),
    ...(selection?.kind === 'item' ? { why: selection.id } : {}),
    snapshot: { fromRow: held, ...(arrangement ? { arrangement } : {}) },
    evaluate: evaluate && !specOf(run.algorithm).judges,
  }
}

/** Changes when the learn page must ask anew, for another reason than a moved playhead; empty where it need not ask. */
export function pageQuestion(state: AppState): string {
  const { experiment, devicePreference } = state
  if (experiment.view !== 'learn' || !dataReady(state)) return ''
  const why = experiment.selection?.kind === 'item' ? experiment.selection.id : ''
  return JSON.stringify([
    runKey(runOf(experiment)),
    whoAsked(state),
    why,
    Math.max(comparedFilms, experiment.n),
    experiment.arrangement,
    state.info && contextOf(experiment, state.info),
    devicePreference,
    state.tries,
  ])
}

/** The run of one system as the start page asks for it. */
export function startQuestion(state: AppState, system: string): string {
  if (state.experiment.view !== 'start' || !dataReady(state)) return ''
  const { devicePreference, tries } = state
  return JSON.stringify([runKey(runOf(state.experiment, system)), whoAskedOnStart(state), devicePreference, tries])
}

/** The run every system is measured beside: popularity by count, whatever its own page orders by, with what is shared. */
export function referenceRun({ experiment }: AppState): RunRequest {
  const settings = withSettings(reference, 'course', { likedFrom: experiment.likedFrom })
  return { ...runOf(experiment, reference.id), settings }
}

/** The run of less of the system in view, where its spec has such a baseline. */
export function baselineRun({ experiment }: AppState): RunRequest | undefined {
  const { baseline } = specOf(experiment.system)
  const run = runOf(experiment)
  return baseline && { ...run, settings: { ...run.settings, ...baseline.changes } }
}
