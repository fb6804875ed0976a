import type { Plugin } from 'vite'

/**
 * Fails the build of a worker in which a chunk imports the entry: WebKit evaluates an entry once more for that, and what
 * it holds is there twice.
 */
export function loneEntry(): Plugin {
  return {
    name: 'lone-entry',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
      for (const { fileName, imports, dynamicImports } of chunks) {
        const entry = [...imports, ...dynamicImports].find((imported) => entries.has(imported))
        if (entry) this.error(`${fileName} imports ${entry}, the entry of a worker: see workers/lab.worker.ts`)
      }
    },
  }
}
