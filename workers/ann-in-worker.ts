import * as Comlink from 'comlink'
import type { AnnApi } from './contract/ann-api.ts'
import type { EngineApi } from './lab/api.ts'
import { createAnn } from './serving/ann/ann.ts'

/** The indexes, with the bytes of a saved one handed over instead of copied. */
const ann = createAnn()
const exposed: AnnApi & Pick<EngineApi, 'ping'> = {
  ...ann,
  ping: () => Promise.resolve(),
  save: async (name) => {
    const bytes = await ann.save(name)
    return Comlink.transfer(bytes, [bytes.buffer])
  },
}

Comlink.expose(exposed)
