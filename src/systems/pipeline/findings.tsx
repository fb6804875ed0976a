import { useMemo, useState } from 'react'
import type { Numbers } from '../../charts/chart-frame.tsx'
import { LineChart } from '../../charts/line/line-chart.tsx'
import type { Series } from '../../charts/line/line-reading.ts'
import type { RunRequest } from '../../../workers/lab/api.ts'
import { useDraft } from '../../controls/use-draft.ts'
import { count, fixed, significant } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { qualityOf, useMeasurements, type SearchQuality } from './measurements.ts'
import styles from './pipeline.module.css'

/** Sizes of a catalogue: the films themselves, and made-up ones around them. */
const sizes = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000] as const

/** In place of curves: how well and how fast the index finds, in a catalogue as large as one likes. */
export function Findings({ run, info }: SystemProps) {
  const ladder = useMemo(() => [info.items.length, ...sizes.filter((size) => size > info.items.length)], [info])
  const [size, setSize] = useState(ladder[0]!)
  const measurements = useMeasurements(run, 'pipeline:search')
  const measured = ladder
    .map((items) => measurements.of(items))
    .filter((found) => found !== undefined)
    .map(qualityOf)
  const here = measured.find(({ items }) => items === size)
  const { busy, progress, failed } = measurements
  return (
    <section className={styles.findings} aria-labelledby="findings">
      <h2 id="findings">How well it finds, and how fast</h2>
      <div className={styles.measure}>
        <Size ladder={ladder} size={size} films={info.items.length} onChange={setSize} />
        <button
          type="button"
          onClick={busy ? measurements.stop : () => measurements.measure(size)}
          disabled={!busy && here !== undefined}
        >
          {busy ? 'Stop' : here ? 'Measured' : 'Measure'}
        </button>
        <span role="status">
          {failed ??
            (busy
              ? progress
                ? `${progress.what}: ${count(progress.done)} of ${count(progress.total)}`
                : 'beginning'
              : '')}
        </span>
      </div>
      {here && <Recall here={here} run={run} other={other(run, size, measurements)} />}
      {measured.length > 1 && <ByItems measured={measured} run={run} />}
      {!here && (
        <p>
          An index is quick, and misses a few. Measured in this browser, now: up to 100 people are searched for, by the
          graph with search widths from 10 to 400 and by looking at every film.
        </p>
      )}
    </section>
  )
}

type Measurements = ReturnType<typeof useMeasurements>

/** The same catalogue with the other nearness, where that was measured, too. */
function other(run: RunRequest, items: number, measurements: Measurements): SearchQuality | undefined {
  const nearness = otherThan(run.settings.nearness)
  const measured = measurements.of(items, { ...run, settings: { ...run.settings, nearness } })
  return measured && qualityOf(measured)
}

interface SizeProps {
  readonly ladder: readonly number[]
  readonly size: number
  readonly films: number
  readonly onChange: (size: number) => void
}

function Size({ ladder, size, films, onChange }: SizeProps) {
  const { draft, ref, move } = useDraft(ladder, (value, { final }) => final && onChange(value))
  const shown = draft ?? size
  const made = shown - films
  const words = made > 0 ? `${count(shown)} films, ${count(made)} of them made up` : `the ${count(shown)} films`
  return (
    <label className={styles.size}>
      <span>
        Catalogue: <b>{words}</b>
      </span>
      <input
        ref={ref}
        type="range"
        className="range"
        min={0}
        max={ladder.length - 1}
        step={1}
        value={ladder.indexOf(shown)}
        aria-label="Catalogue size"
        aria-valuetext={words}
        onChange={(event) => move(event.currentTarget.valueAsNumber)}
      />
    </label>
  )
}

const nearnessName = (nearness: unknown) => (nearness === 'augmented' ? 'made angles' : 'inner product')
const otherThan = (nearness: unknown) => (nearness === 'augmented' ? 'inner product' : 'augmented')
const two = (recall: number) => fixed(recall, 3)

interface RecallProps {
  readonly here: SearchQuality
  readonly other: SearchQuality | undefined
  readonly run: RunRequest
}

/** Recall against time as ef moves. */
function Recall({ here, other, run }: RecallProps) {
  if (here.byEf.length === 0)
    return <p>{`No index here (${here.note}): exact search takes ${significant(here.exact.p50)} µs a person.`}</p>
  const series: Series[] = [
    ...(other
      ? [
          {
            name: nearnessName(otherThan(run.settings.nearness)),
            points: other.byEf,
            style: 'before' as const,
          },
        ]
      : []),
    { name: nearnessName(run.settings.nearness), points: here.byEf, style: 'now' },
  ]
  const all = [...here.byEf, ...(other?.byEf ?? [])]
  const low = Math.min(...all.map(({ y }) => y))
  const ef = here.byEf.find((point) => point.ef === Number(run.settings.ef))!
  return (
    <LineChart
      title={`Recall@${here.k} against time`}
      unit="of the true nearest, found"
      series={series}
      x={{ label: 'µs a search', low: 0, high: Math.ceil(Math.max(...all.map(({ x }) => x))) }}
      y={{ low: Math.min(0.9, Math.floor(low * 10) / 10), high: 1 }}
      playhead={ef.x}
      format={two}
      caption={recallWords(here, ef)}
      numbers={() => byWidth(here, other, run.settings.nearness)}
    />
  )
}

/** Two widths may take the same time: a row for each width, and not for each time. */
function byWidth(here: SearchQuality, other: SearchQuality | undefined, nearness: unknown): Numbers {
  const measured = [{ name: nearnessName(nearness), quality: here }]
  if (other) measured.push({ name: nearnessName(otherThan(nearness)), quality: other })
  const cells = ({ quality }: (typeof measured)[number], index: number) => {
    const point = quality.byEf[index]
    return point ? [two(point.y), significant(point.x), significant(point.p95)] : ['–', '–', '–']
  }
  return {
    about: `Recall@${here.k} and time by search width`,
    columns: ['ef', ...measured.flatMap(({ name }) => [`${name}: recall`, 'µs a search', 'µs, 95th of 100'])],
    length: here.byEf.length,
    row: (index) => [String(here.byEf[index]!.ef), ...measured.flatMap((one) => cells(one, index))],
  }
}

function recallWords(
  { exact, seconds, kept, byEf, queries, items }: SearchQuality,
  at: SearchQuality['byEf'][number],
): string {
  const times = exact.p50 / at.x
  const pace =
    times >= 1 ? `${significant(times, 2)} times as fast as` : `${significant(1 / times, 2)} times as slow as`
  const from = kept
    ? `loaded from this device in ${significant(seconds, 2)} s`
    : `built in ${significant(seconds, 2)} s`
  return `At ef ${at.ef}: ${two(at.y)} in ${significant(at.x)} µs (95th of 100: ${significant(at.p95)} µs), ${pace} an exact search (${significant(exact.p50)} µs). Points: ef ${byEf.map(({ ef }) => ef).join(', ')}. ${count(queries)} searches in ${count(items)} films; the graph was ${from}.`
}

/** Time against the size of the catalogue: where looking at everything stops being enough. */
function ByItems({ measured, run }: { readonly measured: readonly SearchQuality[]; readonly run: RunRequest }) {
  const byItems = measured.toSorted((a, b) => a.items - b.items)
  const ef = Number(run.settings.ef)
  const graph = byItems.flatMap(({ items, byEf }) =>
    byEf.filter((point) => point.ef === ef).map(({ x }) => ({ x: items, y: x })),
  )
  const exact = byItems.map(({ items, exact }) => ({ x: items, y: exact.p50 }))
  const last = byItems.at(-1)!
  return (
    <LineChart
      title="Time against the catalogue"
      unit="µs a search, median"
      series={[
        { name: 'exact', points: exact, style: 'now', dashed: true },
        { name: `graph, ef ${ef}`, points: graph, style: 'now' },
      ]}
      x={{ label: 'films', low: 0, high: last.items }}
      playhead={last.items}
      format={(micros) => count(micros)}
      caption="Looking at every film takes twice as long for twice as many; a hop more now and then is enough for the graph."
    />
  )
}
