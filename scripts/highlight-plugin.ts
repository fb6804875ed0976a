import { readFile } from 'node:fs/promises'
import { createCssVariablesTheme, createHighlighter } from 'shiki'
import type { Plugin } from 'vite'

const prefix = 'virtual:source/'
const variable = '--token-'
const highlighters = { made: undefined as ReturnType<typeof makeHighlighter> | undefined }

/** `virtual:source/<path of a file of this project>`: its text, highlighted when the page is built. */
export function sources(): Plugin {
  return {
    name: 'sources',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const path = id.slice(prefix.length + 1)
      this.addWatchFile(path)
      const code = await readFile(path, 'utf8')
      const source = { path, html: await highlighted(code), start: firstLineOfItsOwn(code) }
      return Object.entries(source)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
        .join('\n')
    },
  }
}

/** The line, from 0, where the imports end and a reader may begin. */
const firstLineOfItsOwn = (code: string) =>
  Math.max(
    0,
    code.split('\n').findIndex((line) => line.startsWith('/**')),
  )

const makeHighlighter = () =>
  createHighlighter({
    langs: ['typescript'],
    themes: [createCssVariablesTheme({ name: 'tokens', variablePrefix: variable, fontStyle: false })],
  })

async function highlighted(code: string): Promise<string> {
  const highlighter = await (highlighters.made ??= makeHighlighter())
  const { tokens } = highlighter.codeToTokens(code.trimEnd(), { lang: 'typescript', theme: 'tokens' })
  const line = (parts: (typeof tokens)[number]) => parts.map(({ content, color }) => span(content, color)).join('')
  return tokens.map((parts) => `<span class="line">${line(parts)}</span>`).join('\n')
}

/** A token as a span with its kind as a class; plain text and punctuation stand as they are. */
function span(content: string, color = ''): string {
  const text = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const kind = /^var\(--token-token-([a-z-]+)\)$/.exec(color)?.[1]
  return kind === undefined || kind === 'punctuation' ? text : `<span class="token-${kind}">${text}</span>`
}
