import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** What tfjs comes with on each device: a module of ours in its chunk, and the binary beside it. */
const backends = {
  cpu: { module: /\/device\/cpu-tensors\.ts$/, binary: /wasm-simd-[^/]*\.wasm$/ },
  webgpu: { module: /\/device\/gpu-tensors\.ts$/ },
}

/**
 * The page tells who waits for tfjs how large it is. `__TFJS_BYTES__` in its code becomes what the worker loads for it,
 * gzipped, in bytes: `cpu` always, and `webgpu` more where there is a GPU.
 */
export function engineSize() {
  let bytes: { cpu: number; webgpu: number } | undefined
  const worker: Plugin = {
    name: 'engine-size',
    generateBundle(_, bundle) {
      if (!chunkWith(bundle, backends.cpu.module)) return // another worker, without tfjs
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry)!
      const there = withImports(bundle, entry.fileName)
      const onCpu = loadedFor(bundle, backends.cpu.module, there)
      const binary = Object.keys(bundle).filter((name) => backends.cpu.binary.test(name))
      const onGpu = loadedFor(bundle, backends.webgpu.module, new Set([...there, ...onCpu]))
      bytes = { cpu: weigh(bundle, [...onCpu, ...binary]), webgpu: weigh(bundle, onGpu) }
    },
  }
  const page: Plugin = {
    name: 'engine-size',
    apply: 'build',
    renderChunk(code) {
      if (!code.includes('__TFJS_BYTES__')) return undefined
      if (!bytes) throw new Error('engine-size: the worker was not built before the page')
      return { code: code.replaceAll('__TFJS_BYTES__', JSON.stringify(bytes)), map: null }
    },
  }
  return { worker, page }
}

/** The chunk with this module and all that it imports, less what is there already. */
function loadedFor(bundle: Bundle, module: RegExp, there: ReadonlySet<string>): string[] {
  const chunk = chunkWith(bundle, module)
  if (!chunk) throw new Error(`engine-size: no chunk has ${module}`)
  return [...withImports(bundle, chunk.fileName)].filter((name) => !there.has(name))
}

const chunkWith = (bundle: Bundle, module: RegExp) =>
  Object.values(bundle).find((file) => file.type === 'chunk' && Object.keys(file.modules).some((id) => module.test(id)))

function withImports(bundle: Bundle, name: string, found = new Set<string>()): Set<string> {
  const file = bundle[name]
  if (file?.type !== 'chunk' || found.has(name)) return found
  found.add(name)
  for (const imported of file.imports) withImports(bundle, imported, found)
  return found
}

const weigh = (bundle: Bundle, names: readonly string[]): number =>
  names.reduce((sum, name) => {
    const file = bundle[name]!
    return sum + gzipSync(file.type === 'chunk' ? file.code : file.source).length
  }, 0)
