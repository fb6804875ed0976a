import { build, type Plugin } from 'vite'
import { expect, test } from 'vitest'
import { loneEntry } from './lone-entry-plugin.ts'

/** Builds a few modules, each named by what stands before its code. */
function built(modules: Readonly<Record<string, string>>) {
  const inMemory: Plugin = {
    name: 'in-memory',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load: (id) => modules[id.slice(1)],
  }
  return build({
    configFile: false,
    logLevel: 'silent',
    plugins: [inMemory, loneEntry()],
    build: {
      write: false,
      rolldownOptions: { input: 'entry', output: { codeSplitting: { groups: [{ name: 'body', test: /body/ }] } } },
    },
  })
}

const part = "import { state } from 'entry'; console.log(state)"

test('a build in which a chunk imports the entry fails, by whatever kind of import', async () => {
  const holding = "export const state = {}; self.onmessage = () => import('part')"
  await expect(built({ entry: holding, part })).rejects.toThrow(/imports .*, the entry of a worker/)
  const again = "self.onmessage = () => import('part')"
  await expect(built({ entry: again, part: "self.onclose = () => import('entry')" })).rejects.toThrow(
    /imports .*, the entry of a worker/,
  )
})

test('a build whose entry only imports its body passes', async () => {
  const body = "export const state = {}; self.onmessage = () => import('part')"
  await built({ entry: "import 'body'", body, part: "import { state } from 'body'; console.log(state)" })
})
