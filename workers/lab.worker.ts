import * as Comlink from 'comlink'
import { catalog } from './algorithms/catalog.ts'
import { createLab } from './lab.ts'
import type { LabApi } from './lab-api.ts'

// What nearly every visit needs first is on its way while the page is still being drawn.
void import('./data/audience.ts')
for (const { load } of catalog) void load()

const lab = createLab(navigator.gpu)

/** The lab, with large arrays handed over instead of copied. */
const exposed: LabApi = {
  ...lab,
  view: async (request, onProgress) => {
    const view = await lab.view(request, onProgress)
    const arrays = Object.values(view.snapshot ?? {}).filter((value) => ArrayBuffer.isView(value))
    return Comlink.transfer(
      view,
      arrays.map((array) => array.buffer),
    )
  },
}

Comlink.expose(exposed)
