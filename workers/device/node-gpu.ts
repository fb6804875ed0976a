/**
 * WebGPU outside a browser (Dawn, npm `webgpu`), for the command line and tests. Undefined where it is not installed.
 * Dawn looks for adapters by VK_ICD_FILENAMES, which must be set before the process starts.
 */
export async function nodeGpu(): Promise<GPU | undefined> {
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    return (kept ??= create([]))
  } catch {
    return undefined
  }
}

/** Dawn's instance must outlive its devices, or they die with it. */
let kept: GPU | undefined
