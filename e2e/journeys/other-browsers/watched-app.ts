import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the watching script leaves on the page's window. */
interface Watched {
  /** what nobody caught, what did not load, what was written to the console as an error */
  readonly errors: string[]
  readonly engine: Worker
}

export interface WatchedApp {
  readonly address: string
  close(): Promise<void>
}

/**
 * The app at an address of its own, so that whoever opens it was never there, with a script before all others: WebDriver
 * tells nothing of errors, and cannot run anything before the page does.
 */
export async function watchedApp(target: string): Promise<WatchedApp> {
  const server = createServer((request, response) => {
    const answered = async () => {
      if (request.url === '/watch.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(`(${String(watch)})()`)
        return
      }
      const answer = await fetch(new URL(request.url ?? '/', target))
      const type = answer.headers.get('content-type') ?? ''
      const body = Buffer.from(await answer.arrayBuffer())
      const watched = type.startsWith('text/html')
        ? body.toString().replace('<head>', '<head><script src="./watch.js"></script>')
        : body
      response.writeHead(answer.status, { 'content-type': type }).end(watched)
    }
    answered().catch(() => response.writeHead(502).end())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

function watch() {
  const errors: string[] = []
  Object.assign(window, { errors })
  // Caught on the way down: what does not load says so to nobody else.
  window.addEventListener(
    'error',
    (event: Event) =>
      errors.push(event instanceof ErrorEvent ? event.message : `${(event.target as Element).outerHTML} did not load`),
    true,
  )
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    errors.push(`${violatedDirective}: ${blockedURI}`),
  )
  window.addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)))
  const said = console.error
  console.error = (...words) => {
    errors.push(words.map(String).join(' '))
    said(...words)
  }
  window.Worker = class extends Worker {
    constructor(...made: ConstructorParameters<typeof Worker>) {
      super(...made)
      Object.assign(window, { engine: this })
    }
  }
}

/** In the page: what went wrong so far. */
export const errorsSoFar = (): string[] => (window as unknown as Watched).errors

/**
 * In the page: asks its engine (in comlink's words) and returns a fingerprint of every part of the answer, two levels
 * down and by the bits of its numbers, without what the clock has a say in.
 */
export async function fingerprintsOf([method, ...args]: readonly [string, ...unknown[]]): Promise<
  Record<string, string>
> {
  const { engine } = window as unknown as Watched
  const id = `asked by a test: ${Math.random()}`
  const answer = await new Promise<unknown>((resolve, reject) => {
    engine.addEventListener('message', function answered({ data }: MessageEvent<{ [part in string]?: unknown }>) {
      if (data.id !== id) return
      engine.removeEventListener('message', answered)
      if (data.type === 'RAW') resolve(data.value)
      else reject(new Error(JSON.stringify(data.value)))
    })
    engine.postMessage({
      id,
      type: 'APPLY',
      path: [method],
      argumentList: args.map((value) => ({ type: 'RAW', value })),
    })
  })
  const bits = new DataView(new ArrayBuffer(8))
  let hash = 0
  const mix = (part: number) => {
    hash = Math.imul(hash ^ part, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  const add = (value: unknown): void => {
    if (typeof value === 'number') {
      bits.setFloat64(0, Number.isNaN(value) ? NaN : value)
      mix(bits.getUint32(0))
      mix(bits.getUint32(4))
    } else if (typeof value === 'string') for (let k = 0; k < value.length; k++) mix(value.charCodeAt(k))
    else if (ArrayBuffer.isView(value)) for (const one of value as Float64Array) add(one)
    else if (typeof value === 'object' && value)
      for (const [name, each] of Object.entries(value)) {
        add(name)
        add(each)
      }
    else add(String(value))
  }
  const print = (value: unknown) => {
    hash = 0
    add(value)
    return (hash >>> 0).toString(16)
  }
  const plain = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value)
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer as object)) {
    if (name === 'device' || name === 'notices') continue
    if (!plain(value)) found[name] = print(value)
    else for (const [part, each] of Object.entries(value)) found[`${name}.${part}`] = print(each)
  }
  return found
}
