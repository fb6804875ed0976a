import type { State } from '../../contract/system.ts'
import { everySoOften, rowLength } from './moments.ts'

/** All weights alike (1/M each before the softmax, as the course has it), scale 1, bias 0, and nothing remembered. */
export function initialState(parts: number, steps: number): State {
  const parameters = new Float64Array(parts + 2).fill(1 / parts, 0, parts)
  parameters[parts] = 1
  const history = new Float32Array((Math.floor(steps / everySoOften(steps)) + 1) * rowLength(parts))
  return { step: 0, arrays: { parameters, moments: new Float64Array(2 * parameters.length), history } }
}
