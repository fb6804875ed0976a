import * as Comlink from 'comlink'
import { browserGpu } from './device/device.ts'
import { createLab, fetchWhatComesFirst } from './lab.ts'
import type { LabApi } from './lab-api.ts'

fetchWhatComesFirst()
const lab = createLab(browserGpu())

/** The lab, with large arrays handed over instead of copied. */
const exposed: LabApi = {
  ...lab,
  view: async (request, onProgress) => {
    const view = await lab.view(request, onProgress)
    const arrays = Object.values(view.snapshot ?? {}).filter((value) => ArrayBuffer.isView(value))
    // Two names may stand for the same array; it is handed over once.
    return Comlink.transfer(view, [...new Set(arrays.map((array) => array.buffer))])
  },
}

Comlink.expose(exposed)
