/** A pace is measured over so long before anything is said of what is left, and forgotten about as fast. */
const paceMs = 2000

/**
 * Estimates the seconds left of work that is told step by step, from the pace of the last while: what takes long in
 * between, such as measuring, counts. Undefined until there is a pace; what went back to an earlier step starts anew.
 */
export function timeLeftOf(startedAt: number) {
  let [since, from] = [startedAt, undefined as number | undefined]
  let msPerStep: number | undefined
  return (done: number, total: number, now: number): number | undefined => {
    if (from === undefined || done < from) {
      ;[since, from] = [now, done]
      return undefined
    }
    const [took, steps] = [now - since, done - from]
    if (took >= paceMs && steps > 0) {
      const pace = took / steps
      msPerStep = msPerStep === undefined ? pace : (msPerStep + pace) / 2
      ;[since, from] = [now, done]
    }
    return msPerStep && (msPerStep * (total - done)) / 1000
  }
}
