import { Transport, WaitingOnly } from '../controls/transport.tsx'
import { specOf } from '../state/experiment.ts'
import { speedOf, stepUnder } from '../state/player.ts'
import { actions, player } from '../state/session.ts'
import { pageOf, store, useApp } from '../state/store.ts'
import { significant } from '../format/numbers.ts'
import styles from './learn.module.css'

/** Make it move; where there is nothing to play, only what it waits for. */
export function LearnTransport() {
  const atOnce = useApp(({ experiment }) => specOf(experiment.system).atOnce)
  return atOnce ? <PartsUnderWay /> : <Player />
}

function PartsUnderWay() {
  const waiting = useApp((state) => pageOf(state).waiting)
  const busy = waiting ? { busy: { done: 0, total: 0, what: 'training its parts' } } : {}
  return <WaitingOnly {...busy} onCancel={player.cancel} />
}

function Player() {
  const page = useApp((state) => pageOf(state))
  const step = useApp(stepUnder)
  const { system, seed } = useApp(({ experiment }) => experiment)
  const playback = useApp((state) => state.playback)
  const { view, waiting, progress } = page
  const busy =
    waiting && !playback.playing ? (progress ?? { done: 0, total: 0, what: specOf(system).step.many }) : undefined
  return (
    <div className={styles.transport}>
      <Transport
        step={step}
        steps={view?.steps ?? 0}
        stepsDone={view ? Math.min(view.steps, Math.max(view.step, view.curve.at(-1)?.step ?? 0)) : 0}
        playing={playback.playing}
        did={doing(view?.did, playback.catchingUp)}
        stepNames={specOf(system).step}
        {...(view?.loss === undefined ? {} : { lossText: significant(view.loss) })}
        speed={speedOf(playback, system)}
        seed={seed}
        {...(busy ? { busy } : {})}
        onPlay={player.play}
        onPause={player.pause}
        onStep={player.step}
        onSeek={player.seek}
        onSpeed={actions.setSpeed}
        onReset={player.reset}
        onNewSeed={newSeed}
        onCancel={player.cancel}
      />
    </div>
  )
}

const doing = (did: string | undefined, catchingUp: boolean) =>
  did === undefined ? '' : catchingUp ? `${did}, as fast as it goes` : did

/** Another start, another run; the next seed, so that a demonstration goes the same way twice. */
function newSeed() {
  const { experiment } = store.getState()
  player.change({ ...experiment, seed: experiment.seed + 1 })
}
