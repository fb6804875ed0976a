import { Component, type ReactNode } from 'react'
import styles from './waiting.module.css'

/** A view that broke says so instead of leaving the page blank; the rest of the page goes on. */
export class Failsafe extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <main id="main" style={{ padding: 24 }}>
        <div role="alert" className={styles.failed}>
          <h1 tabIndex={-1}>This page could not be drawn.</h1>
          <p>{error.message}</p>
          <button type="button" onClick={() => location.reload()}>
            Try again
          </button>
        </div>
      </main>
    )
  }
}
