/** Browsers tell the time in tenths of a millisecond: what is shorter is done over and over for so long. */
const longEnoughMs = 1

/** Milliseconds that a piece of work takes, once it has been done before. */
export function howLong(work: () => unknown): number {
  const started = performance.now()
  let times = 0
  let took: number
  do {
    work()
    times++
    took = performance.now() - started
  } while (took < longEnoughMs)
  return took / times
}

/** The value that a share of them does not exceed: 0.5 is the median. NaN of none. */
export function quantile(values: Float64Array, share: number): number {
  return values.toSorted()[Math.max(0, Math.ceil(share * values.length) - 1)] ?? NaN
}
