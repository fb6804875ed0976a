import { Component, type ReactNode } from 'react'
import { forgetFailures } from '../systems/loaded-once.ts'
import styles from './waiting.module.css'

/** Errors of parts of the page that could not be fetched. */
const notFetched = new WeakSet<object>()
addEventListener('vite:preloadError', ({ payload }) => void notFetched.add(payload))

interface FailsafeProps {
  readonly children: ReactNode
  /** it is a part of a page, whose head stands above it */
  readonly part?: boolean
}

/** A view that broke says so instead of leaving the page blank; the rest of the page goes on. */
export class Failsafe extends Component<FailsafeProps, { error?: Error; unreachable?: boolean }> {
  override state: { error?: Error; unreachable?: boolean } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error, unreachable } = this.state
    if (!error) return this.props.children
    const { part } = this.props
    const missing = notFetched.has(error)
    const head = missing ? 'This page could not be fetched.' : 'This page could not be drawn.'
    const alert = (
      <div role="alert" className={styles.failed}>
        {part ? <b>{head}</b> : <h1 tabIndex={-1}>{head}</h1>}
        <p>{missing ? whyNotFetched() : `${error.message}. Your ratings are safe, and the other pages work.`}</p>
        {unreachable && <p>There is no connection yet.</p>}
        <button type="button" onClick={() => void this.tryAgain()}>
          Try again
        </button>
      </div>
    )
    return part ? (
      alert
    ) : (
      <main id="main" style={{ padding: 24 }}>
        {alert}
      </main>
    )
  }

  override componentWillUnmount() {
    forgetFailures()
  }

  /** The page is in its link: a browser that keeps what it failed to load forgets it only so. */
  private async tryAgain() {
    if (await canReload()) location.reload()
    else this.setState({ unreachable: true })
  }
}

/** Without a connection, to load the page again would leave nothing of it. */
function canReload(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = new Image()
    probe.onload = () => resolve(true)
    probe.onerror = () => resolve(false)
    probe.src = `./icon.svg?${Math.round(performance.timeOrigin + performance.now())}`
  })
}

const whyNotFetched = () =>
  navigator.onLine
    ? 'There may be a newer release in its place. What you have rated and set is kept: load the page anew.'
    : 'There is no network, and it had not been fetched before. What you have open still works; once you are online, try again.'
