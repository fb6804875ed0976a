import type { DevicePreference } from '../../workers/device/device.ts'
import type { DeviceReport } from '../../workers/lab/api.ts'
import { deviceFacts, deviceText } from './device-words.ts'
import { PopoverButton } from './popover.tsx'
import { Segmented } from './segmented.tsx'
import styles from './chip.module.css'

const choices = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webgpu', label: 'GPU' },
  { value: 'cpu', label: 'CPU' },
] as const

/** What computes, and why: a filled dot for a GPU, a hollow one for the CPU; pressed, the details and a switch. */
export function DeviceChip({
  report,
  preference,
  problem,
  onPreference,
}: {
  /** undefined until the engine has said */
  readonly report: DeviceReport | undefined
  readonly preference: DevicePreference
  /** why the last choice could not be had */
  readonly problem: string | undefined
  readonly onPreference: (preference: DevicePreference) => void
}) {
  return (
    <PopoverButton
      name="What computes"
      className={styles.chip}
      panel={
        <>
          <h2>What computes</h2>
          <p>Everything runs on this machine. Automatic takes a GPU where there is a real one.</p>
          {report && (
            <dl className={styles.facts}>
              {deviceFacts(report).map(({ name, value, measured }) => (
                <div key={name} className={styles.fact}>
                  <dt>{name}</dt>
                  <dd data-measured={measured}>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          <Segmented<DevicePreference> name="Compute on" options={choices} value={preference} onPick={onPreference} />
          {problem && <p role="alert">{problem}</p>}
        </>
      }
    >
      <i className={`${styles.dot} ${report?.kind === 'webgpu' ? styles.filled : ''}`} />
      {report ? deviceText(report) : 'Starting …'}
    </PopoverButton>
  )
}
