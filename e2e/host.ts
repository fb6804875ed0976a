import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { plainHost } from '../scripts/plain-host-plugin.ts'

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
