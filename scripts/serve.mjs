// Serves a folder as any plain static host would: no special headers, gzip for text.
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './run.mjs'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
const squeezed = new Map()

function respond(folder, request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
  const about = file.startsWith(folder) ? statSync(file, { throwIfNoEntry: false }) : undefined
  if (!about?.isFile()) return response.writeHead(404, { 'content-type': types['.txt'] }).end('Not found\n')
  const type = types[extname(file)] ?? 'application/octet-stream'
  const forGood = path.startsWith('/assets/')
  const headers = { 'content-type': type, 'cache-control': forGood ? 'max-age=31536000, immutable' : 'no-cache' }
  if (/text|json|svg|wasm/.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    const key = `${file} ${about.mtimeMs}`
    if (!squeezed.has(key)) squeezed.set(key, gzipSync(readFileSync(file)))
    const body = squeezed.get(key)
    response.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': body.length }).end(body)
    return
  }
  response.writeHead(200, { ...headers, 'content-length': about.size })
  createReadStream(file).pipe(response)
}

/** Serves a folder on 127.0.0.1 and resolves with the server and its address; another port where this one is taken. */
export function serve(folder = join(root, 'dist'), port = 4173) {
  const server = createServer((request, response) => {
    try {
      respond(folder, request, response)
    } catch {
      response.writeHead(400).end()
    }
  })
  return new Promise((resolve, reject) => {
    server.on('error', (error) => (error.code === 'EADDRINUSE' ? server.listen(0, '127.0.0.1') : reject(error)))
    server.on('listening', () => resolve({ server, address: `http://127.0.0.1:${server.address().port}/` }))
    server.listen(port, '127.0.0.1')
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve(process.argv[2] && join(root, process.argv[2]), Number(process.argv[3] ?? 4173))
  console.log(address)
}
