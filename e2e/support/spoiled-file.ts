import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The built app with one of its files not as it should be: `spoil` makes another text of it, or, with undefined, it is
 * not there. Playwright's routes do not reach what a worker's own worker fetches.
 */
export async function withSpoiledFile(baseURL: string, file: RegExp, spoil: (text: string) => string | undefined) {
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(new URL(request.url!, baseURL))
      const type = answer.headers.get('content-type') ?? 'application/octet-stream'
      if (!file.test(request.url!)) {
        response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()))
        return
      }
      const text = spoil(await answer.text())
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': type }).end(text ?? 'Not found')
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
