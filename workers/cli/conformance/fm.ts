import type { Weights } from '../../training/gradient.ts'
import { fmModel, ranking, regression, type LabelledExamples } from '../../algorithms/shared/fm/model.ts'
import type { Adapter } from './adapter.ts'
import type { FixtureCase } from './fixture.ts'
import { gradientAdapter, type Fed } from './gradient.ts'

interface Inputs {
  readonly config: {
    readonly num_features: number
    readonly embedding_dim: number
    readonly num_fields?: number
    readonly field_indices?: readonly number[]
  }
  readonly batches: readonly DenseBatch[]
}

/** Every feature of every example, most of them 0. */
interface DenseBatch {
  readonly x: readonly (readonly number[])[]
  readonly target: readonly number[]
  readonly labels01: readonly number[]
}

const names: Readonly<Record<string, string>> = {
  'linear.weight': 'linear',
  'linear.bias': 'bias',
  'embeddings.weight': 'factors',
  field_embeddings: 'factors',
}

/** The features that are not 0 of each example, and empty places up to as many as the richest has. */
function active({ x }: DenseBatch, labels: readonly number[]): LabelledExamples {
  const rows = x.map((row) => row.flatMap((value, feature) => (value === 0 ? [] : [{ feature, value }])))
  const width = Math.max(1, ...rows.map(({ length }) => length))
  const feature = new Int32Array(rows.length * width)
  const value = new Float32Array(rows.length * width)
  rows.forEach((row, example) =>
    row.forEach((own, place) => {
      feature[example * width + place] = own.feature
      value[example * width + place] = own.value
    }),
  )
  return { feature, value, width, labels: Float32Array.from(labels) }
}

const feed =
  (loss: 'squares' | 'cross-entropy') =>
  ({ config, batches }: Inputs, given: Weights): Fed<LabelledExamples> => {
    const { num_features, num_fields = 1, field_indices = new Array<number>(num_features).fill(0) } = config
    const shape = {
      fieldOf: Int32Array.from(field_indices),
      fields: num_fields,
      factors: config.embedding_dim,
      fieldAware: config.num_fields !== undefined,
    }
    const own = fmModel(shape, 0)
    const parameters = Object.fromEntries(
      Object.entries(given).map(([name, { values }]) => [name, { shape: own.parameters[name]!.shape, values }]),
    )
    const model = { ...own, parameters }
    return {
      model: loss === 'squares' ? regression(model) : ranking(model),
      batches: batches.map((batch) => active(batch, loss === 'squares' ? batch.target : batch.labels01)),
      output: (tensors, batch) => model.logits(tensors, batch),
    }
  }

const nameOf = (name: string) => ({ name: names[name] ?? name })
const squares = gradientAdapter({ nameOf, feed: feed('squares'), alsoKnown: ['bce_with_logits'] })
const crossEntropy = gradientAdapter({ nameOf, feed: feed('cross-entropy') })

/** The fixtures' machines learn by squared error; the last answer is of cross-entropy from the same start. */
export const factorizationMachines: Adapter = async (testCase, tolerance, device) => {
  await squares(testCase, tolerance, device)
  const { bce_with_logits } = testCase.expected as { readonly bce_with_logits: unknown }
  const again: FixtureCase = { ...testCase, expected: { train_no_dropout: bce_with_logits } }
  await crossEntropy(again, tolerance, device)
}
