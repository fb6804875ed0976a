import type { LabApi } from '../../workers/lab/api.ts'
import { specOf } from './experiment.ts'
import type { AppState, Store } from './store.ts'

/** The build writes here what the worker fetches for tfjs, gzipped: on the CPU, and beside that on a GPU. */
declare const __TFJS_BYTES__: { readonly cpu: number; readonly webgpu: number }

/** Has tfjs fetched as soon as a page is opened that computes with it, while the data is on its way. */
export function watchEngine(lab: LabApi, store: Store): void {
  const look = () => {
    const { tensors, experiment } = store.getState()
    if (tensors || experiment.view !== 'learn' || !specOf(experiment.system).tensors) return
    store.setState({ tensors: 'loading' })
    void lab
      .prepare(experiment.system)
      .catch(() => undefined) // whoever asks for a picture is told why there is none
      .then(() => store.setState({ tensors: 'loaded' }))
  }
  store.subscribe(look)
  look()
}

/** What the page waits for, in words, while tfjs is on its way: "Loading the engine for networks (tfjs, 230 kB)". */
export function engineWaitedFor({ tensors, device }: AppState): string | undefined {
  if (tensors !== 'loading' || !device) return undefined
  return `Loading the engine for networks (tfjs${sizeFor(device.kind)})`
}

/** In development nothing is bundled, and there is no size to tell. */
function sizeFor(device: 'cpu' | 'webgpu'): string {
  if (typeof __TFJS_BYTES__ === 'undefined') return ''
  const { cpu, webgpu } = __TFJS_BYTES__
  return `, ${Math.round((device === 'webgpu' ? cpu + webgpu : cpu) / 1000)} kB`
}
