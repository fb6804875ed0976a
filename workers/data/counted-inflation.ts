import { Inflate } from 'fflate'

export interface Inflated {
  /** bytes that went in */
  given: number
  /** bytes that came out */
  bytes: number
  /** puts back what counts nothing */
  end(): void
}

/** For tests: how much goes into fflate and comes out of it from now on. */
export function countInflated(): Inflated {
  const { push } = Inflate.prototype
  const inflated: Inflated = { given: 0, bytes: 0, end: () => void (Inflate.prototype.push = push) }
  Inflate.prototype.push = function (this: Inflate, chunk, final) {
    const { ondata } = this
    inflated.given += chunk.length
    this.ondata = (part, last) => {
      inflated.bytes += part.length
      ondata(part, last)
    }
    push.call(this, chunk, final)
    this.ondata = ondata
  }
  return inflated
}
