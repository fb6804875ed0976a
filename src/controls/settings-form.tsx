import { useId, useMemo } from 'react'
import type { ChoiceSetting, PresetName, Setting, Settings, SettingValue, Spec } from '../../workers/contract/spec.ts'
import { NumberControl } from './number-control.tsx'
import { presetNames, presetsDiffer, splitSettings } from './settings-order.ts'
import { Segmented } from './segmented.tsx'
import styles from './settings-form.module.css'

export type PresetShown = PresetName | 'yours'
const labels: Readonly<Record<PresetShown, string>> = {
  course: 'Course',
  tuned: 'Tuned',
  'tuned-rating': 'Stars',
  'a-a': 'A/A',
  yours: 'Yours',
}

type OnChange = (id: string, value: SettingValue, how: { readonly final: boolean }) => void

export interface SettingsFormProps {
  readonly spec: Spec
  readonly values: Settings
  readonly preset: PresetShown
  readonly onPreset: (name: PresetShown) => void
  /** `final` is false while a slider is still moving */
  readonly onChange: OnChange
}

/** A system's settings, from its spec: presets, at most five controls, the others behind "More settings". */
export function SettingsForm({ spec, values, preset, onPreset, onChange }: SettingsFormProps) {
  const { first, more } = splitSettings(spec.settings)
  const control = (setting: Setting) => (
    <Control key={setting.id} spec={spec} setting={setting} value={values[setting.id]!} onChange={onChange} />
  )
  const why = preset === 'yours' ? undefined : spec.presets[preset]?.why
  return (
    <div className={styles.form}>
      {presetsDiffer(spec) && (
        <Segmented<PresetShown>
          name="Settings to start from"
          options={[...presetNames(spec), 'yours' as const].map((name) => ({
            value: name,
            label: labels[name],
            disabled: name === 'yours' && preset !== 'yours',
          }))}
          value={preset}
          onPick={onPreset}
        />
      )}
      {why !== undefined && <p className={styles.why}>{why}</p>}
      {first.map(control)}
      {more.length > 0 && (
        <details className={styles.more}>
          <summary>More settings</summary>
          {more.map(control)}
        </details>
      )}
    </div>
  )
}

function Control({
  spec,
  setting,
  value,
  onChange,
}: {
  readonly spec: Spec
  readonly setting: Setting
  readonly value: SettingValue
  readonly onChange: OnChange
}) {
  const reachable = useMemo(
    () => Object.values(spec.presets).flatMap(({ values }) => Number(values[setting.id] ?? [])),
    [spec, setting],
  )
  if (setting.kind === 'choice')
    return <Choice setting={setting} value={value} onChange={(next) => onChange(setting.id, next, { final: true })} />
  return (
    <NumberControl
      setting={setting}
      value={Number(value)}
      reachable={reachable}
      onChange={(next, how) => onChange(setting.id, next, how)}
    />
  )
}

function Choice({
  setting,
  value,
  onChange,
}: {
  readonly setting: ChoiceSetting
  readonly value: SettingValue
  readonly onChange: (value: SettingValue) => void
}) {
  const id = useId()
  return (
    <div className={styles.setting}>
      <label className={styles.label} htmlFor={id}>
        {setting.name}
      </label>
      <select
        id={id}
        className={styles.select}
        aria-describedby={`${id}why`}
        value={String(value)}
        onChange={(event) => {
          const picked = setting.options.find((option) => String(option.value) === event.currentTarget.value)
          if (picked) onChange(picked.value)
        }}
      >
        {setting.options.map((option) => (
          <option key={option.value} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </select>
      <p id={`${id}why`}>{setting.why}</p>
    </div>
  )
}
