import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Tab, type Driven, type Send } from './tab.ts'

/** Port 0: it takes a free one and writes down which. */
const preferences = {
  'marionette.port': 0,
  'ui.prefersReducedMotion': 1,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
}

/** Starts Firefox with a profile of its own. It speaks WebDriver by Marionette: what geckodriver would translate into. */
export async function startFirefox(program: string): Promise<Driven> {
  const profile = await mkdtemp(join(tmpdir(), 'firefox-'))
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${value});`)
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  const firefox = spawn(program, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
  })
  const ended = new Promise<never>((_, reject) => {
    firefox.on('error', reject)
    firefox.on('exit', (code) => reject(new Error(`Firefox ended with code ${code}`)))
  })
  ended.catch(() => undefined)
  const portFile = join(profile, 'MarionetteActivePort')
  while (!existsSync(portFile) || (await readFile(portFile, 'utf8')) === '')
    await Promise.race([ended, new Promise((resume) => setTimeout(resume, 50))])
  const { command, hangUp } = marionette(Number(await readFile(portFile, 'utf8')))
  await command('WebDriver:NewSession', { capabilities: {} })
  const tab = new Tab((name, parameters) => Promise.race([ended, command(`WebDriver:${name}`, parameters)]))
  await tab.makeReady()
  return {
    tab,
    close: async () => {
      hangUp()
      firefox.kill()
      await ended.catch(() => undefined)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Marionette's messages are JSON behind their length: [0, id, command, parameters], answered [1, id, error, result]. */
function marionette(port: number) {
  const socket = connect(port, '127.0.0.1')
  const waiting = new Map<number, Waiting>()
  let unread = Buffer.alloc(0)
  let last = 0
  const read = ([kind, id, error, result]: [number, number, { message: string } | null, unknown]) => {
    if (kind !== 1) return
    const { resolve, reject } = waiting.get(id)!
    waiting.delete(id)
    if (error) reject(new Error(error.message))
    else resolve(result)
  }
  socket.on('data', (bytes) => {
    unread = Buffer.concat([unread, bytes])
    for (;;) {
      const colon = unread.indexOf(':')
      if (colon < 0) return
      const end = colon + 1 + Number(unread.subarray(0, colon).toString())
      if (unread.length < end) return
      const message = JSON.parse(unread.subarray(colon + 1, end).toString()) as Parameters<typeof read>[0] | object
      unread = unread.subarray(end)
      // Its greeting is the one message that is no list.
      if (Array.isArray(message)) read(message as Parameters<typeof read>[0])
    }
  })
  socket.on('error', (error) => waiting.forEach(({ reject }) => reject(error)))
  const command = async (name: string, parameters: Parameters<Send>[1]) => {
    const id = ++last
    const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
    const text = JSON.stringify([0, id, name, parameters])
    socket.write(`${Buffer.byteLength(text)}:${text}`)
    const value = await answer
    // Where an answer is one value it comes wrapped, as in WebDriver.
    return typeof value === 'object' && value && 'value' in value ? value.value : value
  }
  return { command, hangUp: () => socket.destroy() }
}
