/** One measured figure: `name  value unit  (note)`. */
export interface BenchLine {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
  /** what the figure may be at most; over it, the line says so */
  readonly most?: number
  /** the figure does not depend on how busy the machine is, so one over its limit fails the bench */
  readonly exact?: true
}

export interface Bench {
  readonly id: string
  /** Yields each figure as soon as it is measured. */
  run(): AsyncGenerator<BenchLine, void, void>
}

export function isOver({ value, most }: BenchLine): boolean {
  return most !== undefined && !(value <= most)
}

export function format(line: BenchLine): string {
  const limit =
    line.most === undefined ? '' : `${isOver(line) ? 'OVER the limit of' : 'at most'} ${line.most} ${line.unit}`
  const note = [line.note, limit].filter(Boolean).join('; ')
  return `${line.name}  ${rounded(line.value)} ${line.unit}${note ? `  (${note})` : ''}`
}

/** Three digits are more than timings deserve, and enough for the rest. */
function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)))
}

/** Milliseconds of each of several runs, after one that warms up. */
export async function timed(times: number, work: () => unknown): Promise<number[]> {
  await work()
  const took: number[] = []
  for (let i = 0; i < times; i++) took.push(await timeOf(work))
  return took
}

export async function timeOf(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** "median of 7, 31 to 40": how far the runs lie apart. */
export function spread(values: readonly number[]): string {
  return `median of ${values.length}, ${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}`
}
