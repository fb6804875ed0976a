import { useEffect, useId, useState } from 'react'
import type { Progress } from '../../workers/lab/api.ts'
import { Icon, type IconName } from './icons.tsx'
import { stepWord, timeLeft, timelineText, type StepNames } from './timeline-steps.ts'
import { Timeline } from './timeline.tsx'
import styles from './transport.module.css'

export type Speed = number | 'max'
export const speeds: readonly Speed[] = [1, 2, 5, 20, 'max']

export interface TransportProps {
  readonly step: number
  readonly steps: number
  /** the furthest step known */
  readonly stepsDone: number
  readonly playing: boolean
  /** what the step did: "films solved" */
  readonly did: string
  readonly stepNames: StepNames
  readonly lossText?: string | undefined
  readonly speed: Speed
  readonly seed: number
  readonly busy?: Progress | undefined
  readonly onPlay: () => void
  readonly onPause: () => void
  /** one step on (1) or back (-1) */
  readonly onStep: (delta: 1 | -1) => void
  readonly onSeek: (step: number) => void
  readonly onSpeed: (speed: Speed) => void
  /** back to step 0 with the same seed */
  readonly onReset: () => void
  readonly onNewSeed: () => void
  readonly onCancel: () => void
}

/** Makes a run move: reset, step back, play or pause, step, the timeline; then speed and seed. */
export function Transport(props: TransportProps) {
  const { step, steps, stepsDone, did, lossText, stepNames, busy, onSeek } = props
  const working = useLasting(busy !== undefined, 300)
  const text = (at: number) =>
    at === step
      ? timelineText({ step, steps, did, lossText }, stepNames)
      : timelineText({ step: at, steps, did: '' }, stepNames)
  return (
    <section className={styles.transport} aria-label="Transport">
      <div className={styles.rows}>
        <Buttons {...props} />
        <div className={styles.time}>
          <Timeline {...{ step, steps, stepsDone, text, onSeek }} busy={busy !== undefined} />
        </div>
        {working && busy ? <Working busy={busy} onCancel={props.onCancel} /> : <Where {...props} />}
        <Choices {...props} />
      </div>
    </section>
  )
}

/** For what has no steps: nothing to press, but still to say that it takes a while. */
export function WaitingOnly({ busy, onCancel }: Pick<TransportProps, 'busy' | 'onCancel'>) {
  const working = useLasting(busy !== undefined, 300)
  if (!working || !busy) return null
  return (
    <section className={styles.transport} aria-label="Work under way">
      <Working busy={busy} onCancel={onCancel} />
    </section>
  )
}

function Buttons({ step, steps, playing, onPlay, onPause, onStep, onReset }: TransportProps) {
  return (
    <div className={styles.buttons}>
      <RoundButton icon="reset" name="Reset, same seed" off={step === 0 && !playing} onPress={onReset} />
      <RoundButton icon="back" name="Step back" off={step === 0} onPress={() => onStep(-1)} />
      <button
        type="button"
        className={styles.play}
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause' : 'Play'}
        onClick={playing ? onPause : onPlay}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <RoundButton icon="step" name="Step" off={step >= steps} onPress={() => onStep(1)} />
    </div>
  )
}

/** Stays focusable when it is off, so that the focus is not lost at the first or last step. */
function RoundButton({
  icon,
  name,
  off,
  onPress,
}: {
  icon: IconName
  name: string
  off: boolean
  onPress: () => void
}) {
  return (
    <button
      type="button"
      className={styles.round}
      aria-label={name}
      title={name}
      aria-disabled={off}
      onClick={off ? undefined : onPress}
    >
      <Icon name={icon} />
    </button>
  )
}

function Where({ step, steps, did, stepNames }: TransportProps) {
  const word = stepWord(stepNames)
  return (
    <p className={styles.where}>
      {word[0]?.toUpperCase()}
      {word.slice(1)} <b>{step.toLocaleString('en')}</b> of {steps.toLocaleString('en')}
      {did && `: ${did}`}
    </p>
  )
}

function Working({ busy, onCancel }: { busy: Progress; onCancel: () => void }) {
  const { what, done, total } = busy
  const far = total > 0 ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}` : what
  const left = timeLeft(busy)
  return (
    <div className={styles.working}>
      <label>
        <span className={styles.what}>{left ? `${far}, ${left}` : far}</span>
        {total > 0 && <progress value={done} max={total} />}
      </label>
      <button type="button" className={styles.plain} onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}

/** Speed and seed. Where there is little room they are folded away behind a button. */
function Choices({ speed, seed, stepNames, onSpeed, onNewSeed }: TransportProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const shown = speeds.includes(speed) ? speeds : [speed, ...speeds]
  return (
    <>
      <button
        type="button"
        className={styles.more}
        aria-label="Speed and seed"
        title="Speed and seed"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      <div id={id} className={styles.choices} data-open={open}>
        <select
          aria-label={`Speed, in ${stepNames.many} a second`}
          className={styles.speed}
          value={speed}
          onChange={(event) => {
            const picked = shown.find((one) => String(one) === event.currentTarget.value)
            if (picked !== undefined) onSpeed(picked)
          }}
        >
          {shown.map((one) => (
            <option key={one} value={one}>
              {speedName(one)}
            </option>
          ))}
        </select>
        <span className={styles.seed}>
          Seed <b>{seed}</b>
        </span>
        <button type="button" className={styles.plain} onClick={onNewSeed}>
          New seed
        </button>
      </div>
    </>
  )
}

function speedName(speed: Speed): string {
  if (speed === 'max') return 'As fast as it goes'
  return speed === 1 ? '1 step a second' : `${speed} steps a second`
}

/** True once something has held for so long: what is over sooner is not worth showing. */
function useLasting(holds: boolean, ms: number): boolean {
  const [lasted, setLasted] = useState(false)
  useEffect(() => {
    if (!holds) return
    const timer = setTimeout(() => setLasted(true), ms)
    return () => {
      clearTimeout(timer)
      setLasted(false)
    }
  }, [holds, ms])
  return holds && lasted
}
