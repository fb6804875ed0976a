/** What WebDriver calls its commands, and where each stands below a session's address. */
export const commands = {
  SetTimeouts: 'timeouts',
  SetWindowRect: 'window/rect',
  Navigate: 'url',
  ExecuteAsyncScript: 'execute/async',
  PerformActions: 'actions',
  ElementClick: 'element/{id}/click',
  ElementSendKeys: 'element/{id}/value',
} as const

/** Says one command of WebDriver to a browser, and resolves with its answer. */
export type Send = (command: keyof typeof commands, parameters: Record<string, unknown>) => Promise<unknown>

/** A browser that was started for a test run, and its one window. */
export interface Driven {
  readonly tab: Tab
  close(): Promise<void>
}

/** An element of the page as WebDriver names it. */
type Found = Readonly<Record<typeof elementKey, string>>
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

/** Keys that have no letter, as WebDriver writes them. */
export const key = { end: '\uE010', home: '\uE011', right: '\uE014' } as const

/** How long a script or a page may take before WebDriver gives it up: the test's own limit comes first. */
const patience = 600_000

/** The window of a browser that speaks WebDriver: as much of it as the journeys need. */
export class Tab {
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  async makeReady() {
    await this.#send('SetTimeouts', { script: patience, pageLoad: patience, implicit: 0 })
    await this.#send('SetWindowRect', { x: 0, y: 0, width: 1280, height: 900 })
  }

  /** Loads a page afresh, also where only what stands after "#" is new. */
  async goto(address: string) {
    await this.leave()
    await this.#send('Navigate', { url: address })
  }

  leave = () => this.#send('Navigate', { url: 'about:blank' })

  /** Runs a function in the page, as Playwright's `evaluate` does; what it promises is waited for. */
  async run<A extends unknown[], T>(work: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    const script = `const done = arguments[arguments.length - 1]
      Promise.resolve().then(() => (${String(work)})(...[...arguments].slice(0, -1))).then(
        (value) => done({ value }),
        (error) => done({ error: String(error) }))`
    const { value, error } = (await this.#send('ExecuteAsyncScript', { script, args })) as {
      value: Awaited<T>
      error?: string
    }
    if (error !== undefined) throw new Error(error)
    return value
  }

  /** Waits until a function of the page gives something true, and returns that: looks again at every frame or so. */
  async until<A extends unknown[], T>(work: (...args: A) => T, ...args: A): Promise<NonNullable<Awaited<T>>> {
    for (;;) {
      const value = await this.run(work, ...args)
      if (value) return value
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }

  /** The first element by a selector that is called so, once there is one; called by label, text or aria-label. */
  find = (selector: string, name = ''): Promise<Found> => this.element(elementCalled, selector, name)

  /** The element that a function of the page finds, once it does. */
  async element<A extends unknown[]>(find: (...args: A) => Element | undefined | null, ...args: A): Promise<Found> {
    return (await this.until(find, ...args)) as unknown as Found
  }

  async click(found: Found | Promise<Found>) {
    await this.#send('ElementClick', { id: (await found)[elementKey] })
  }

  /** Presses keys, one after another, wherever the focus is. */
  async press(...keys: readonly string[]) {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.#send('PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async upload(input: Found, path: string) {
    await this.#send('ElementSendKeys', { id: input[elementKey], text: path })
  }
}

function elementCalled(selector: string, name: string): Element | undefined {
  const tidy = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim()
  const names = (element: Element) => [
    tidy(element.getAttribute('aria-label')),
    ...(element instanceof HTMLInputElement || element instanceof HTMLSelectElement
      ? [...(element.labels ?? [])].map((label) => tidy(label.textContent))
      : []),
    tidy(element.textContent),
  ]
  return [...document.querySelectorAll(selector)].find((element) => name === '' || names(element).includes(name))
}
