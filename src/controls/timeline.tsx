import { useEffect, useRef, useState } from 'react'
import { tickSpacing, ticksOf } from './timeline-steps.ts'
import styles from './timeline.module.css'

/**
 * The steps of a run as a native slider over its ticks: ink up to the playhead, a thin line as far as the run is known.
 * What is dragged to is shown at once; `onSeek` comes at most once a frame.
 */
export function Timeline({
  step,
  steps,
  stepsDone,
  text,
  busy,
  onSeek,
}: {
  readonly step: number
  readonly steps: number
  readonly stepsDone: number
  /** what the slider says of itself where it stands at `step` */
  readonly text: (step: number) => string
  readonly busy: boolean
  readonly onSeek: (step: number) => void
}) {
  const [wanted, setWanted] = useWanted(step, busy)
  const seek = useEachFrame(onSeek)
  const shown = Math.min(wanted ?? step, steps)
  return (
    <div className={styles.timeline}>
      <Ticks steps={steps} step={shown} stepsDone={Math.max(stepsDone, shown)} />
      <input
        type="range"
        className={styles.slider}
        min={0}
        max={steps}
        step={1}
        value={shown}
        aria-label="Timeline"
        aria-valuetext={text(shown)}
        onChange={(event) => {
          const to = event.currentTarget.valueAsNumber
          setWanted(to)
          seek(to)
        }}
      />
    </div>
  )
}

/** The step asked for, until the page shows it or has stopped working towards it. */
function useWanted(step: number, busy: boolean) {
  const [wanted, setWanted] = useState<number>()
  const [before, setBefore] = useState({ step, busy })
  if (before.step !== step || before.busy !== busy) {
    setBefore({ step, busy })
    const passed = wanted !== undefined && before.step < wanted !== step < wanted
    if (passed || before.step === wanted || (before.busy && !busy)) setWanted(undefined)
  }
  return [wanted === step ? undefined : wanted, setWanted] as const
}

/** Hands on the latest value, at most once a frame. */
function useEachFrame(send: (value: number) => void): (value: number) => void {
  const frame = useRef(0)
  const latest = useRef({ send, value: 0 })
  useEffect(() => {
    latest.current.send = send
  }, [send])
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  return (value) => {
    latest.current.value = value
    if (frame.current !== 0) return
    frame.current = requestAnimationFrame(() => {
      frame.current = 0
      latest.current.send(latest.current.value)
    })
  }
}

function Ticks({ steps, step, stepsDone }: { steps: number; step: number; stepsDone: number }) {
  const share = (at: number) => `${steps === 0 ? 0 : (at / steps) * 100}%`
  return (
    <svg className={styles.ticks} aria-hidden="true">
      <line className={styles.known} x1="0" x2={share(stepsDone)} y1="50%" y2="50%" />
      <line className={styles.played} x1="0" x2={share(step)} y1="50%" y2="50%" />
      {ticksOf(steps, tickSpacing(steps, 60)).map((tick) => (
        <line
          key={tick.step}
          className={tick.step <= step ? styles.passed : styles.ahead}
          x1={share(tick.step)}
          x2={share(tick.step)}
          y1={tick.long ? '29%' : '41%'}
          y2={tick.long ? '71%' : '59%'}
        />
      ))}
    </svg>
  )
}
