import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Transfer {
  readonly path: string
  readonly type: string
  /** on the wire, after compression */
  readonly bytes: number
  /** milliseconds since the epoch when the last byte had gone */
  readonly ended: number
}

export interface SlowNetwork {
  readonly address: string
  /** what went over it, in order of completion */
  readonly transfers: readonly Transfer[]
  close(): Promise<void>
}

/**
 * A server in front of another that answers every request `latencyMs` later and sends no more than so many bits a
 * second, all answers together: unlike a browser's own throttling it holds for workers too.
 */
export async function slowNetwork(target: string, bitsASecond: number, latencyMs: number): Promise<SlowNetwork> {
  const transfers: Transfer[] = []
  let lineFreeAt = 0

  const send = async (answer: IncomingMessage, response: ServerResponse, path: string) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    let bytes = 0
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += 8192) {
        const piece = chunk.subarray(at, at + 8192)
        bytes += piece.length
        lineFreeAt = Math.max(lineFreeAt, performance.now()) + (piece.length * 8000) / bitsASecond
        await new Promise((resume) => setTimeout(resume, lineFreeAt - performance.now()))
        response.write(piece)
      }
    }
    response.end()
    transfers.push({ path, type: answer.headers['content-type'] ?? '', bytes, ended: Date.now() })
  }

  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '/'
    setTimeout(() => {
      ask(new URL(path, target), { headers: incoming.headers }, (answer) => void send(answer, response, path))
        .on('error', () => response.writeHead(502).end())
        .end()
    }, latencyMs)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    transfers,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
