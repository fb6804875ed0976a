import type { Settings } from '../../contract/spec.ts'
import type { CpuTensors } from '../../device/tensors.ts'
import type { Histories } from './histories.ts'
import type { Inputs } from './inputs.ts'
import type { TowerShape } from './model.ts'

/** What makes vectors of people and items, once the weights are given. */
export interface Towers {
  readonly cpu: CpuTensors
  readonly shape: TowerShape
  readonly inputs: Inputs
  readonly histories: Histories
  readonly settings: Settings
}
