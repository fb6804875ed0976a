import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainHost } from '../../scripts/plain-host-plugin.ts'
import { releaseIn, type Release } from '../../scripts/release-plugin.ts'

export interface Host {
  readonly address: string
  /** reports of what the policy refused, from pages and workers alike */
  readonly refused: readonly string[]
  /** puts another release in the place of the one that is served */
  serve(folder: string): void
  /** from now on nothing answers, as without a network */
  close(): Promise<void>
}

/** A host of its own for one test, which may send headers with every file; it can go away, or get another release. */
export async function host(folder: string, headers: OutgoingHttpHeaders = {}): Promise<Host> {
  let files = plainHost(folder)
  const refused: string[] = []
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value!)
    if (request.method === 'POST') {
      let report = ''
      request.setEncoding('utf8').on('data', (text: string) => (report += text))
      request.on('end', () => (refused.push(report), response.writeHead(204).end()))
      return
    }
    files(request, response, () => response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n'))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    refused,
    serve: (next) => void (files = plainHost(next)),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** A copy of a built page with every file of assets/ under another name, as a new release has them. */
export function nextRelease(folder: string): string {
  const next = mkdtempSync(join(tmpdir(), 'next-release-'))
  cpSync(folder, next, { recursive: true })
  const { files } = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as Release
  const names = readdirSync(join(folder, 'assets')).map(
    (name) => [name, name.replace(/-([\w-]{8})\./, '-next$1.')] as const,
  )
  const renamed = (text: string) => names.reduce((sum, [name, other]) => sum.replaceAll(name, other), text)
  for (const [name, other] of names) {
    renameSync(join(next, 'assets', name), join(next, 'assets', other))
    if (!/\.(js|css)$/.test(name)) continue
    const file = join(next, 'assets', other)
    writeFileSync(file, renamed(readFileSync(file, 'utf8')))
  }
  const page = join(next, 'index.html')
  writeFileSync(page, renamed(readFileSync(page, 'utf8')).replace('lang="en"', 'lang="en" data-release="next"'))
  const kept = new Set(Object.keys(files).map((name) => (name === './' ? 'index.html' : renamed(name))))
  writeFileSync(join(next, 'files.json'), JSON.stringify(releaseIn(next, (file) => kept.has(file))))
  return next
}
