/**
 * TensorFlow.js takes Node for CommonJS and asks for what a module does not have. To be imported before it; in a browser
 * this does nothing.
 */
export const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined

const nodeRequire = inNode ? process.getBuiltinModule('node:module').createRequire(import.meta.url) : undefined

if (nodeRequire) {
  const given = globalThis as Record<string, unknown>
  given.require ??= nodeRequire
  given.__dirname ??= '.'
  // the WebGPU backend asks whether there is a `navigator.gpu`; its device is handed to it
  if (!('navigator' in globalThis)) given.navigator = {}
  if (!('gpu' in navigator)) Object.defineProperty(navigator, 'gpu', { value: {} })
}

/** A binary of the wasm backend ('' or '-simd') as an address: Node has the file, and nowhere to fetch it from. */
export function wasmInNode(kind: string): string {
  const file = nodeRequire!.resolve(`@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm${kind}.wasm`)
  const bytes = process.getBuiltinModule('node:fs').readFileSync(file)
  return `data:application/wasm;base64,${bytes.toString('base64')}`
}
