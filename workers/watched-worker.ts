/** A worker is asked so often whether it still turns, while something is asked of it. */
const beatMs = 2000
/** So many beats without a sign of life, and it counts as gone: work that long lets no message in on no machine. */
const silentBeats = 20
/** Its code may come over a slow line. */
const silentBeatsAtStart = 60

/** A worker is gone, and with it whatever was asked of it. */
export class WorkerGoneError extends Error {
  override readonly name = 'WorkerGoneError'
  /** whether it had ever answered */
  readonly started: boolean

  constructor(message: string, started: boolean) {
    super(message)
    this.started = started
  }
}

/**
 * A worker with a heartbeat: whatever is asked of it is answered, or rejected with WorkerGoneError once it could not be
 * loaded, or says nothing any more. Beats are counted, not seconds: a page that slept, or was kept busy itself, has
 * waited no longer than it was awake.
 */
export class WatchedWorker<Remote> {
  readonly remote: Remote | undefined
  private readonly worker: Worker | undefined
  private readonly ping: (remote: Remote) => Promise<unknown>
  /** told when one that had worked is gone */
  private readonly onLost: () => void
  private readonly open = new Set<(why: WorkerGoneError) => void>()
  private gone: WorkerGoneError | undefined
  private started = false
  private pinged = false
  private silent = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    start: () => Worker,
    wrap: (worker: Worker) => Remote,
    ping: (remote: Remote) => Promise<unknown>,
    onLost: () => void = () => {},
  ) {
    this.ping = ping
    this.onLost = onLost
    try {
      const worker = start()
      this.worker = worker
      worker.addEventListener('message', () => {
        this.started = true
        this.silent = 0
      })
      // What goes wrong beside the answers once it runs (in a timer, say) is none of theirs: the heartbeat decides.
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        if (!this.started) this.fail(event.message)
      })
      // An answer is lost, and nobody knows which.
      worker.addEventListener('messageerror', () => this.fail('an answer could not be read'))
      this.remote = wrap(worker)
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error))
    }
  }

  /** It is gone, or ended: whatever is asked of it is rejected. */
  get over(): boolean {
    return this.gone !== undefined
  }

  /** Nothing is asked of it at the moment. */
  get idle(): boolean {
    return this.open.size === 0
  }

  ask<T>(question: (remote: Remote) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.gone || !this.remote) return reject(this.gone!)
      this.open.add(reject)
      this.timer ??= setTimeout(this.beat, beatMs)
      void question(this.remote)
        .then(resolve, reject)
        .finally(() => this.close(reject))
    })
  }

  /** Ends it; whatever is still asked of it is rejected. */
  end(why = ''): void {
    this.gone ??= new WorkerGoneError(why, this.started)
    this.worker?.terminate()
    clearTimeout(this.timer)
    for (const reject of this.open) reject(this.gone)
    this.open.clear()
  }

  private fail(why: string) {
    if (this.gone) return
    this.end(why)
    if (this.started) this.onLost()
  }

  private close(reject: (why: WorkerGoneError) => void) {
    this.open.delete(reject)
    if (!this.idle) return
    clearTimeout(this.timer)
    this.timer = undefined
    this.silent = 0
  }

  private readonly beat = () => {
    if (this.pinged && ++this.silent >= (this.started ? silentBeats : silentBeatsAtStart)) {
      this.fail('it did not answer any more')
      return
    }
    this.timer = setTimeout(this.beat, beatMs)
    if (this.pinged) return
    this.pinged = true
    this.silent = 0
    void this.ping(this.remote!).then(() => (this.pinged = false))
  }
}
