/** How long the fixed work takes on the quiet machine of two cores that the limits were chosen on, in ms. */
export const quietWork = 80

/** The same arithmetic on every machine, in Node and in a page: its milliseconds say how fast that is just now. */
export function fixedWork(): number {
  const started = performance.now()
  let state = 42
  for (let k = 0; k < 40_000_000; k++) state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + k) | 0
  // Made something of, or a compiler might leave it out.
  return state === 42 ? 0 : performance.now() - started
}

/** How many times as long as there it takes here, never less than once: measured once a run, and handed to its workers. */
const slowness = Number((process.env.SLOWNESS ??= String(Math.max(1, middleOf(7) / quietWork))))

function middleOf(runs: number): number {
  return Array.from({ length: runs }, fixedWork).toSorted((a, b) => a - b)[runs >> 1]!
}

/** So long nothing has to move before a test gives up waiting, in ms: at least five times what anything takes there. */
export const standstill = 90_000 * slowness

/** So long one test may take, in ms, whatever moves: for a browser that no longer answers at all. */
export const longest = 10 * standstill
