import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { minifySync, type Plugin, type Rolldown } from 'vite'

/** What a built page may do. Nothing runs but its own files and the one script in it, and nothing calls out. */
const policyWith = (script: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' '${hashOf(Buffer.from(script))}'`,
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')

/** The policy that stands in a built page: a host may send it with every file, too. */
export function policyOf(folder: string): string {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)!
  return policy!.replaceAll('&#39;', "'")
}

const firstScript = 'src/boot.js'

/** A release as the page keeps it for when there is no network: its main script, and each file with its hash. */
export interface Release {
  readonly main: string
  readonly files: Readonly<Record<string, string>>
}

/** tfjs for browsers without SIMD, of which none is new enough for the page */
const withoutSimd = /tfjs-backend-wasm-(?!simd)/

/**
 * Ends a build: the first script and the policy that lets it run in the page, the service worker made small, and
 * files.json with what the page keeps.
 */
export function release() {
  const ofWorkers = new Set<string>()
  const worker: Plugin = {
    name: 'release',
    generateBundle: (_, bundle) => Object.keys(bundle).forEach((file) => ofWorkers.add(file)),
  }
  const page: Plugin = {
    name: 'release',
    apply: 'build',
    transformIndexHtml: { order: 'pre', handler: withFirstScript },
    writeBundle({ dir }, bundle) {
      const serviceWorker = join(dir!, 'service-worker.js')
      writeFileSync(serviceWorker, smaller(serviceWorker))
      const unused = neverUsed(bundle)
      // A chunk that is the same in both has one file.
      const used = (file: string) => (ofWorkers.has(file) || !unused.has(file)) && !withoutSimd.test(file)
      writeFileSync(join(dir!, 'files.json'), JSON.stringify(releaseIn(dir!, used)))
    },
  }
  return { worker, page }
}

/** In the page itself: a file of its own would keep the first paint waiting for one more answer. */
export function withFirstScript(page: string) {
  const script = smaller(firstScript)
  const policy = { 'http-equiv': 'Content-Security-Policy', content: policyWith(script) }
  return {
    html: page.replace(`<script src="/${firstScript}"></script>`, () => `<script>${script}</script>`),
    tags: [{ tag: 'meta', attrs: policy, injectTo: 'head-prepend' } as const],
  }
}

/** Without words, in the language it was written in. */
function smaller(script: string): string {
  return minifySync(script, readFileSync(script, 'utf8'), {
    compress: { target: 'es2015' },
    codegen: false,
  }).code.trim()
}

/** The release in a folder. What no page asks for is left out. */
export function releaseIn(folder: string, used: (file: string) => boolean): Release {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const main = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(page)![1]!
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !/^(files\.json|service-worker\.js)$/.test(file) && used(file))
  // The page itself comes last: with it, all is there.
  const order = files.toSorted((a, b) => Number(a === 'index.html') - Number(b === 'index.html'))
  const hashed = (file: string) => [file === 'index.html' ? './' : file, hashOf(readFileSync(join(folder, file)))]
  return { main, files: Object.fromEntries(order.map(hashed)) as Record<string, string> }
}

const hashOf = (bytes: Buffer) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`

/** The engine comes into the page's bundle a second time, by the catalogue, from which the page only takes the specs. */
function neverUsed(bundle: Rolldown.OutputBundle): ReadonlySet<string> {
  const used = new Set<string>()
  const follow = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || used.has(name)) return
    used.add(name)
    chunk.imports.forEach(follow)
    if (chunk.name !== 'specs') chunk.dynamicImports.forEach(follow)
  }
  for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) follow(chunk.fileName)
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  return new Set(chunks.map(({ fileName }) => fileName).filter((name) => !used.has(name)))
}
