// Cuts what the pages need from fonts whose own subsets are too large (fonts.css says which letters).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const { resolve } = createRequire(import.meta.url)
const folder = fileURLToPath(new URL('../src/fonts/', import.meta.url))
const from = (family: string, file: string) =>
  `@fontsource-variable/${family}/files/${family}-${file}-wght-normal.woff2`
const cuts = {
  'inter-names': { source: from('inter', 'latin-ext') },
  'inter-symbols': { source: from('inter', 'greek') },
  'noto-sans-math-formulas': { source: '@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2' },
  // Code is never bold.
  'jetbrains-mono-code': { source: from('jetbrains-mono', 'latin'), variationAxes: { wght: 400 } },
}

/** Writes src/fonts (not kept in the repository) unless it is there and as new as fonts.css. */
export async function cutFonts(): Promise<void> {
  const css = readFileSync(new URL('../src/fonts.css', import.meta.url), 'utf8')
  const stamp = join(folder, 'made-for.css')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === css) return
  mkdirSync(folder, { recursive: true })
  for (const [name, { source, ...options }] of Object.entries(cuts)) {
    const letters = lettersOf(css.split('@font-face').find((face) => face.includes(`${name}.woff2`)) ?? '')
    const cut = await subsetFont(readFileSync(resolve(source)), letters, {
      targetFormat: 'woff2',
      noLayoutClosure: true,
      ...options,
    })
    writeFileSync(join(folder, `${name}.woff2`), cut)
  }
  writeFileSync(stamp, css)
}

/** The letters of a face's unicode-range. */
function lettersOf(face: string): string {
  const ranges = [...face.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
  return ranges
    .flatMap(([, low, high]) => {
      const [first, last] = [parseInt(low, 16), parseInt(high ?? low, 16)]
      return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))
    })
    .join('')
}
