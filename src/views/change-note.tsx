import { runKey, settingText, specOf } from '../state/experiment.ts'
import { pageOf, useApp, type Page } from '../state/store.ts'
import { fixed } from '../format/numbers.ts'
import styles from './learn.module.css'

const compared = 10

/** "Shrinkage 0 → 10: 4 of 10 films changed, NDCG@10 0.49 → 0.55 ↑", until the next change. */
export function ChangeNote() {
  const page = useApp((state) => pageOf(state))
  const { before, run, view } = page
  if (!before || !run || !view || runKey(before.run) === runKey(run)) return null
  return (
    <div className={styles.change}>
      <h2>Change against the run before</h2>
      <p>
        {whatChanged(page)}: {filmsChanged(page)}
        <NdcgChange page={page} />
        {before.view.step !== view.step &&
          `, at ${specOf(run.algorithm).step.one} ${view.step} against ${before.view.step}`}
        .
      </p>
    </div>
  )
}

function whatChanged({ before, run }: Page): string {
  if (!before || !run) return ''
  const spec = specOf(run.algorithm)
  const changed = spec.settings.filter(({ id }) => before.run.settings[id] !== run.settings[id])
  if (changed.length === 0 && before.run.seed !== run.seed) return `Seed ${before.run.seed} → ${run.seed}`
  if (changed.length !== 1) return `${changed.length} settings`
  const { id, name } = changed[0]!
  const text = (value: number | string) => settingText(spec, id, value)
  return `${name} ${text(before.run.settings[id]!)} → ${text(run.settings[id]!)}`
}

function filmsChanged({ before, view }: Page): string {
  const now = view?.list?.slice(0, compared)
  const then = before?.view.list?.slice(0, compared)
  if (!now || !then) return 'no list to compare'
  const known = new Set(then.map(({ item }) => item))
  const fresh = now.filter(({ item }) => !known.has(item)).length
  return fresh === 0 ? `the same ${now.length} films` : `${fresh} of ${now.length} films changed`
}

function NdcgChange({ page: { before, quality } }: { page: Page }) {
  const was = before?.view.quality?.metrics['ndcg@10']?.value
  const is = quality?.quality.metrics['ndcg@10']?.value
  if (was === undefined || is === undefined) return null
  const arrow = fixed(is, 3) === fixed(was, 3) ? '' : is > was ? ' ↑' : ' ↓'
  return (
    <>
      , NDCG@10 {fixed(was, 3)} →{' '}
      <b>
        {fixed(is, 3)}
        {arrow}
      </b>
    </>
  )
}
