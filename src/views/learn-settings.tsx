import { useState } from 'react'
import { SettingsForm, type PresetShown } from '../controls/settings-form.tsx'
import { choiceOf, presetShown, settingsOf, specOf, withChoice, withSetting } from '../state/experiment.ts'
import { player } from '../state/session.ts'
import { store, useApp } from '../state/store.ts'
import { ChangeNote } from './change-note.tsx'
import styles from './learn.module.css'

/** The settings, and what the last change did. On a phone a sheet over the lower part, so that one sees the visual change. */
export function LearnSettings() {
  const experiment = useApp((state) => state.experiment)
  const [open, setOpen] = useState(false)
  const spec = specOf(experiment.system)
  const preset = presetShown(choiceOf(experiment))
  const openSheet = () => {
    setOpen(true)
    // What the settings change is to be seen above the sheet.
    document.getElementById('stage')?.scrollIntoView({ block: 'start' })
  }
  return (
    <>
      <section className={styles.settings} aria-labelledby="settings" data-open={open} id="settings-sheet">
        <div className={styles.sheetHead}>
          <h2 id="settings">Settings</h2>
          <button type="button" className={styles.closeSheet} onClick={() => setOpen(false)}>
            Done
          </button>
        </div>
        <SettingsForm
          spec={spec}
          values={settingsOf(experiment)}
          preset={preset}
          onPreset={choosePreset}
          onChange={(id, value, { final }) => {
            if (final) player.change(withSetting(store.getState().experiment, id, value))
          }}
        />
        <ChangeNote />
      </section>
      <button
        type="button"
        className={styles.openSheet}
        aria-expanded={open}
        aria-controls="settings-sheet"
        onClick={openSheet}
      >
        Settings <span>{preset === 'yours' ? 'yours' : preset}</span>
      </button>
    </>
  )
}

function choosePreset(preset: PresetShown) {
  if (preset === 'yours') return // it is what one has by changing something
  player.change(withChoice(store.getState().experiment, { preset, changes: {} }))
}
