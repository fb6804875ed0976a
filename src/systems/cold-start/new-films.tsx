import { byRatingsAlone } from '../../../workers/algorithms/catalog.ts'
import { IntervalChart } from '../../charts/interval-chart.tsx'
import { specOf } from '../../state/experiment.ts'
import { count, counted, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { lineIn } from './lines.ts'
import styles from './cold-start.module.css'

const format = (auc: number) => fixed(auc, 3)

/** The other cold start, that of a film: who can tell films apart that nobody has rated yet. */
export function NewFilms({ view: { snapshot }, run }: SystemProps) {
  if (!snapshot || typeof snapshot.newItems !== 'number') return null
  const featured = specOf(String(run.settings.byFeatures)).shortName
  const rows = lineIn(snapshot, Uint32Array.of(0, 1), 'newItemAuc').map(({ y, low, high }, place) => ({
    name: [byRatingsAlone.shortName, featured][place]!,
    estimate: { value: y, low: low!, high: high! },
    strong: place === 1,
  }))
  return (
    <section className={styles.newFilms} aria-label="New films">
      <IntervalChart
        title="Films that nobody has rated yet"
        unit="AUC, with the 95 % interval"
        rows={rows}
        high={1}
        format={format}
      />
      <p>
        {counted(snapshot.newItems, 'film', 'films')} lose all their ratings, and both systems learn without them. How
        often does each put a film that somebody did watch above one they did not? Ratings alone cannot tell: 0.5 is a
        coin. {featured} knows what the films are. Measured on {count(Number(snapshot.newItemPeople))} people.
      </p>
    </section>
  )
}
