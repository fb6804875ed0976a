import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { commands, Tab, type Driven, type Send } from './tab.ts'

/** Where WebKitGTK's own small browser and its driver are. */
export interface WebKitPrograms {
  readonly driver: string
  readonly browser: string
}

/** Starts WebKitGTK's small browser on a screen of its own, with nothing kept from before. */
export async function startWebKit({ driver, browser }: WebKitPrograms): Promise<Driven> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [display] = (await once(screen.stdout, 'data')) as [Buffer]
  const port = await freePort()
  const served = spawn(driver, ['--host=127.0.0.1', `--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}`, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
  })
  const address = `http://127.0.0.1:${port}`
  while (
    !(await fetch(`${address}/status`)
      .then(() => true)
      .catch(() => false))
  )
    // prettier-ignore
    await new Promise((resume) => setTimeout(resume, 50))
  const alwaysMatch = { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } }
  const { sessionId } = (await said('POST', `${address}/session`, { capabilities: { alwaysMatch } })) as {
    sessionId: string
  }
  const session = `${address}/session/${sessionId}`
  const send: Send = (command, { id, ...parameters }) =>
    said('POST', `${session}/${commands[command].replace('{id}', String(id))}`, parameters)
  const tab = new Tab(send)
  await tab.makeReady()
  return {
    tab,
    close: async () => {
      await said('DELETE', session).catch(() => undefined)
      served.kill()
      screen.kill()
    },
  }
}

/** WebDriver over HTTP: what went wrong stands in the answer. */
async function said(method: 'POST' | 'DELETE', address: string, body?: object): Promise<unknown> {
  const answer = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = (await answer.json()) as { value: { message?: string } | null }
  if (!answer.ok) throw new Error(`${address}: ${value?.message ?? answer.status}`)
  return value
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
