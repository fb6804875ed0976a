import { tower, twoTowerModel, type Side, type TowerBatch } from '../../algorithms/two-tower/model.ts'
import type { Device } from '../../device/device.ts'
import { tensorOf, tensorsOn, variablesOf, type Tensor2D } from '../../device/tensors.ts'
import { random } from '../../lib/random.ts'
import type { Scored } from '../../lib/top-k.ts'
import { ExactIndex } from '../../serving/ann/exact-index.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectList, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

type Rows = readonly (readonly number[])[]
type List = readonly (readonly [number, number])[]

interface Whole {
  readonly item_embeddings: Rows
  readonly queries: Rows
  readonly k: number
}

/** A case that leans on the whole one says in `ref` on how much of it. */
interface Leaning {
  readonly ref: string
  readonly k: number
  /** of each query, the items not wanted */
  readonly seen?: Rows
}

interface Dimensions {
  readonly user_features_dim: number
  readonly item_features_dim: number
}

/** The nearest by inner product, each time alone and all at once; and the two towers called one without the other. */
export const pipeline: Adapter = async ({ inputs, expected, expected_correct }, tolerance, device, fixture) => {
  if ('user_features_dim' in (inputs as object)) return await expectTowersAlone(inputs as Dimensions, device)
  const whole = fixture!.cases.find(({ name }) => name === 'exact_top_k')!.inputs as Whole
  if (!('ref' in (inputs as object))) {
    const { top, smallest_gap: _, ...others } = expected as { readonly top: readonly List[]; smallest_gap: number }
    checkKeys('expected', others, [])
    return expectNearest(inputs as Whole, top, tolerance)
  }
  const { ref, k, seen } = inputs as Leaning
  if (ref === 'embeddings and queries of exact_top_k')
    return expectNearest({ ...whole, k }, (expected_correct as { readonly top: readonly List[] }).top, tolerance, seen)
  const [, items, query] = /^first (\d+) embeddings, query (\d+)$/.exec(ref) ?? []
  if (items === undefined) throw new Mismatch(`ref: nothing here reads “${ref}”`)
  const some = {
    item_embeddings: whole.item_embeddings.slice(0, Number(items)),
    queries: [whole.queries[Number(query)]!],
    k,
  }
  expectNearest(some, [expected_correct as List], tolerance)
}

function expectNearest(
  { item_embeddings, queries, k }: Whole,
  want: readonly List[],
  tolerance: Tolerance,
  seen?: Rows,
) {
  const index = new ExactIndex('inner product', item_embeddings[0]!.length)
  index.add({ ids: Uint32Array.from(item_embeddings.keys()), values: Float32Array.from(item_embeddings.flat()) })
  if (queries.length !== want.length) throw new Mismatch(`there are ${want.length} lists for ${queries.length} queries`)
  const together = seen ? undefined : index.searchAll(Float32Array.from(queries.flat()), k)
  queries.forEach((query, q) => {
    const scoreOf = (item: number) => query.reduce((sum, x, d) => sum + x * item_embeddings[item]![d]!, 0)
    const expectThese = (where: string, got: readonly Scored[]) =>
      expectList(`${where} of query ${q}`, got, want[q]!, { tolerance, nearTie: false, tie: 1e-7, scoreOf })
    const without = seen && { without: new Set(seen[q]) }
    expectThese('the nearest', index.search(Float32Array.from(query), k, without))
    if (together) expectThese('the nearest, all at once,', together[q]!)
  })
}

/** Each tower takes features of its own width, and ends in vectors of one width: rows of length 1. */
async function expectTowersAlone({ user_features_dim, item_features_dim }: Dimensions, device: Device) {
  const shape = {
    inputs: { user: user_features_dim, item: item_features_dim },
    hidden: 16,
    embedding: 8,
    dropout: 0,
    temperature: 1,
  }
  const none = () => {
    throw new Mismatch('a tower asked for the inputs of both')
  }
  const { parameters, buffers } = twoTowerModel<TowerBatch>(shape, { parameters: {}, people: none, items: none }, 42)
  const tensors = await tensorsOn(device)
  const from = random(42)
  const rows = 20
  for (const side of ['user', 'item'] satisfies Side[]) {
    const width = shape.inputs[side]
    const values = Float32Array.from({ length: rows * width }, () => from.normal())
    const running = tensors.run(() => variablesOf(buffers!))
    const made = tensors.run(() => {
      const given = Object.fromEntries(Object.entries(parameters).map(([name, own]) => [name, tensorOf(own)]))
      return tower(shape, side, { ...given, ...running }, tensorOf({ shape: [rows, width], values }) as Tensor2D)
    })
    const vectors = await tensors.read(made)
    for (const tensor of [made, ...Object.values(running)]) tensor.dispose()
    expectClose(`vectors of the ${side} tower`, vectors.length, rows * shape.embedding, { abs: 0, rel: 0 })
    for (let row = 0; row < rows; row++) {
      const own = vectors.subarray(row * shape.embedding, (row + 1) * shape.embedding)
      const square = own.reduce((sum, x) => sum + x * x, 0)
      expectClose(`the square of the length of ${side} ${row}`, square, 1, { abs: 1e-4, rel: 0 })
    }
  }
}
