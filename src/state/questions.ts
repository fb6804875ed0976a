import { withSettings } from '../../workers/algorithms/spec.ts'
import type { RunRequest, ViewRequest, Who } from '../../workers/lab-api.ts'
import { choiceOf, circumstancesOf, runKey, runOf, specOf } from './experiment.ts'
import { dataReady, examplePerson, judgedPerson, linkedRatings, ownRatings, pageOf, type AppState } from './store.ts'

/** The films compared between two lists; a longer list is asked for when the visitor wants one. */
const comparedFilms = 10

/** Whose list the learn page asks for: who is chosen, or an example person's where lists are judged and you have none. */
export function whoAsked(state: AppState): Who {
  const { who } = state.experiment
  if (typeof who === 'number') return { person: who }
  if (showsExample(state)) return { person: judgedPerson(state.info!) }
  return { ratings: who === 'link' ? linkedRatings(state) : ownRatings(state) }
}

/** You have no list yet, and the page judges lists: it shows somebody else's. */
export function showsExample(state: AppState): boolean {
  const { who, system } = state.experiment
  return who === 'you' && specOf(system).judges === true && ownRatings(state).length === 0 && state.info !== undefined
}

/** Whose lists stand on the start page: the link's, yours, or an example person's while you have none. */
export function whoOnStart(state: AppState): Who {
  if (state.experiment.who === 'link') return { ratings: linkedRatings(state) }
  const ratings = ownRatings(state)
  return ratings.length === 0 && state.info ? { person: examplePerson(state.info) } : { ratings }
}

/** What the page of the system in view asks the lab at a step; without one, at the step under the playhead. */
export function pageRequest(state: AppState, evaluate: boolean, step?: number | 'last'): ViewRequest {
  const { experiment } = state
  const run = runOf(experiment)
  const page = pageOf(state)
  const held = page.run && runKey(page.run) === runKey(run) ? (page.matrix?.held ?? 0) : 0
  const { selection, arrangement } = experiment
  const now = state.info && circumstancesOf(experiment, state.info)
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
    state.info && circumstancesOf(experiment, state.info),
    devicePreference,
    state.tries,
  ])
}

/** The run of one system as the start page asks for it. */
export function startQuestion(state: AppState, system: string): string {
  if (state.experiment.view !== 'start' || !dataReady(state)) return ''
  const { devicePreference, tries } = state
  return JSON.stringify([runKey(runOf(state.experiment, system)), whoOnStart(state), devicePreference, tries])
}

/** The run every system is measured beside: popularity by count, whatever its own page orders by, with what is shared. */
export function besideRun({ experiment }: AppState): RunRequest {
  const settings = withSettings(specOf('popularity'), 'course', { likedFrom: experiment.likedFrom })
  return { ...runOf(experiment, 'popularity'), settings }
}

/** The run of less of the system in view, where its spec has such a baseline. */
export function baselineRun({ experiment }: AppState): RunRequest | undefined {
  const { baseline } = specOf(experiment.system)
  const run = runOf(experiment)
  return baseline && { ...run, settings: { ...run.settings, ...baseline.changes } }
}
