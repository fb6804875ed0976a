/** At most so often something is said that can wait. */
export const quietMs = 10_000

/**
 * How long a message waits before it is said: not at all when it is urgent (start, pause, end, failure), else until ten
 * seconds have passed since the last.
 */
export function waitFor(urgent: boolean, now: number, lastSaid: number): number {
  return urgent ? 0 : Math.max(0, lastSaid + quietMs - now)
}
