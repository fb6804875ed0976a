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
      const lang = path.endsWith('.wgsl') ? 'wgsl' : 'typescript'
      const source = { path, lines: await highlighted(code, lang), start: firstLineOfItsOwn(code) }
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
    langs: ['typescript', 'wgsl'],
    themes: [createCssVariablesTheme({ name: 'tokens', variablePrefix: variable, fontStyle: false })],
  })

async function highlighted(code: string, lang: 'typescript' | 'wgsl'): Promise<Part[][]> {
  const highlighter = await (highlighters.made ??= makeHighlighter())
  const { tokens } = highlighter.codeToTokens(code.trimEnd(), { lang, theme: 'tokens' })
  return tokens.map(partsOf)
}

/** Of a line: plain text and punctuation as they are, any other token as its kind and its text. */
type Part = string | [kind: string, text: string]

function partsOf(tokens: readonly { readonly content: string; readonly color?: string }[]): Part[] {
  const parts: Part[] = []
  for (const { content, color = '' } of tokens) {
    const kind = /^var\(--token-token-([a-z-]+)\)$/.exec(color)?.[1]
    const before = parts.at(-1)
    if (kind !== undefined && kind !== 'punctuation') parts.push([kind, content])
    else if (typeof before === 'string') parts[parts.length - 1] = before + content
    else parts.push(content)
  }
  return parts
}
