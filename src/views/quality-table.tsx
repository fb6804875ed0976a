import { reference } from '../../workers/algorithms/catalog.ts'
import type { Quality } from '../../workers/lab/api.ts'
import { specOf } from '../state/experiment.ts'
import { pageOf, useApp } from '../state/store.ts'
import { count, counted, fixed, interval } from '../format/numbers.ts'
import styles from './quality-table.module.css'

const rows = [
  { id: 'ndcg@10', name: 'NDCG@10' },
  { id: 'event-ndcg@10', name: 'NDCG@10 at its moment' },
  { id: 'recall@10', name: 'Recall@10' },
  { id: 'precision@10', name: 'Precision@10' },
  { id: 'hit-rate@10', name: 'Hit rate@10' },
  { id: 'rmse', name: 'RMSE, stars' },
  { id: 'mae', name: 'MAE, stars' },
  { id: 'true-liking@10', name: 'True liking@10' },
]

/** How good it is on ratings it never saw, beside popularity. */
export function QualityTable() {
  const measured = useApp((state) => pageOf(state).quality)
  const step = useApp((state) => pageOf(state).view?.step)
  const system = useApp(({ experiment }) => experiment.system)
  const ofReference = useApp((state) => state.reference?.view.quality)
  const simulated = useApp(({ info }) => info?.simulated ?? false)
  const besides = system === reference.id ? undefined : ofReference
  const lesser = useApp(({ baseline }) => baseline?.view.quality)
  const inContext = measured?.quality.metrics['event-ndcg@10'] !== undefined
  const baseline = inContext ? lesser : undefined
  return (
    <section aria-labelledby="quality" className={styles.quality}>
      <h2 id="quality">How good is it, on held-out ratings</h2>
      {measured?.quality.people === 0 ? (
        <p>Nobody has ratings held out, so there is nothing to measure.</p>
      ) : measured ? (
        <table data-beside={Number(!!baseline) + Number(!!besides)}>
          <caption>
            {simulated
              ? counted(measured.quality.people, 'simulated person', 'simulated people')
              : counted(measured.quality.people, 'person', 'people')}
            , a quarter of their ratings held out; with the 95 % interval. {rightWords(measured.quality)}
            {measured.quality.metrics['true-liking@10'] &&
              ' True liking: stars above an average film that these people would give the ten, known because they are simulated. Learning from what was liked instead of all that was watched buys it: for ALS 1.19 stars instead of 0.87.'}
            {inContext &&
              ' At its moment: one held-out film of each, to be found among all others in the circumstances it was rated in.'}
          </caption>
          <thead>
            <tr>
              <td />
              <th scope="col">
                {measured.step === step ? 'this model' : `at ${specOf(system).step.one} ${measured.step}`}
              </th>
              {baseline && <th scope="col">{specOf(system).baseline?.name}</th>}
              {besides && <th scope="col">{reference.shortName.toLowerCase()}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} {...row} quality={measured.quality} {...{ baseline, besides }} />
            ))}
          </tbody>
        </table>
      ) : (
        <p>Measured with the first picture.</p>
      )}
    </section>
  )
}

/** What was looked for among the held-out films. */
const rightWords = ({ relevantFrom }: Quality) =>
  relevantFrom > 0
    ? `Right is what they gave ${count(relevantFrom)} stars or more, which is what counts as liked.`
    : 'Right is whatever they watched, liked or not.'

interface RowProps {
  readonly id: string
  readonly name: string
  readonly quality: Quality
  readonly baseline: Quality | undefined
  readonly besides: Quality | undefined
}

function Row({ id, name, quality, baseline, besides }: RowProps) {
  const now = quality.metrics[id]
  if (!now) return null
  const other = besides?.metrics[id]
  const arrow = !other || fixed(now.value, 3) === fixed(other.value, 3) ? '' : now.value > other.value ? '↑' : '↓'
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <b>{fixed(now.value, 3)}</b> <small>{interval(now, (value) => fixed(value, 3))}</small>{' '}
        <span aria-hidden="true">{arrow}</span>
        {arrow && (
          <span className="visually-hidden">
            {arrow === '↑' ? 'above' : 'below'} {reference.shortName.toLowerCase()}
          </span>
        )}
      </td>
      {baseline && <td>{valueOf(baseline, id)}</td>}
      {besides && <td>{valueOf(besides, id)}</td>}
    </tr>
  )
}

function valueOf({ metrics }: Quality, id: string): string {
  const estimate = metrics[id]
  return estimate ? fixed(estimate.value, 3) : ''
}
