import { Component, type ReactNode } from 'react'
import styles from './waiting.module.css'

/** Errors of parts of the page that could not be fetched. */
const notFetched = new WeakSet<object>()
addEventListener('vite:preloadError', ({ payload }) => void notFetched.add(payload))

/** A view that broke says so instead of leaving the page blank; the rest of the page goes on. */
export class Failsafe extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    const missing = notFetched.has(error)
    return (
      <main id="main" style={{ padding: 24 }}>
        <div role="alert" className={styles.failed}>
          <h1 tabIndex={-1}>{missing ? 'This page could not be fetched.' : 'This page could not be drawn.'}</h1>
          <p>{missing ? whyNotFetched() : error.message}</p>
          <button type="button" onClick={() => location.reload()}>
            Try again
          </button>
        </div>
      </main>
    )
  }
}

const whyNotFetched = () =>
  navigator.onLine
    ? 'There may be a newer release in its place. What you have rated and set is kept: load the page anew.'
    : 'There is no network, and it had not been fetched before. What you have open still works; once you are online, try again.'
