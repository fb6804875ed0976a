import {
  add,
  concat,
  fused,
  gather,
  losses,
  matMul,
  mul,
  reshape,
  stockTensors,
  tensor1d,
  train,
} from '../../device/stock-tensors.ts'
import {
  variablesOf,
  type ArrayWithShape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '../../device/tensors.ts'

interface Pairs {
  readonly users: Int32Array
  readonly items: Int32Array
  readonly labels: Float32Array
}

/**
 * NeuMF (He et al., WWW 2017) as one would write it in TensorFlow.js, without dropout and trained by its own Adam: what
 * algorithms/ncf is measured beside.
 *
 * @param start start values by the names they have there
 * @param layers how many the MLP has
 */
export async function stockNcf(start: Readonly<Record<string, ArrayWithShape>>, layers: number, learningRate: number) {
  const run = await stockTensors()
  const variables = run(() => variablesOf(start))
  const p = variables as unknown as Readonly<Record<string, Tensor2D>>
  const adam = train.adam(learningRate, 0.9, 0.999, 1e-8)

  function logits(pairs: Pairs): Tensor {
    const users = tensor1d(pairs.users, 'int32')
    const items = tensor1d(pairs.items, 'int32')
    const gmf = mul(gather(p.userGmf!, users), gather(p.itemGmf!, items)) as Tensor2D
    let x = concat([gather(p.userMlp!, users), gather(p.itemMlp!, items)], 1)
    for (let layer = 0; layer < layers; layer++) {
      x = fused.matMul({ a: x, b: p[`weights${layer}`]!, bias: p[`bias${layer}`]!, activation: 'relu' }) as Tensor2D
    }
    const output = add(matMul(concat([gmf, x], 1), p.outputWeights!), p.outputBias!)
    return reshape(output, [pairs.labels.length])
  }

  return {
    learn(pairs: Pairs) {
      run(() => {
        const loss = () => losses.sigmoidCrossEntropy(tensor1d(pairs.labels), logits(pairs) as Tensor1D) as Scalar
        adam.minimize(loss, false, Object.values(variables))
      })
    },
    parameters: (): Readonly<Record<string, Float32Array>> =>
      run(
        () =>
          Object.fromEntries(
            Object.entries(variables).map(([name, own]) => [name, own.dataSync() as Float32Array]),
          ) as never,
      ),
    dispose() {
      adam.dispose()
      for (const variable of Object.values(variables)) variable.dispose()
    },
  }
}
