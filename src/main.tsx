import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './fonts.css'
import './base.css'
import { App } from './app.tsx'
import { beginVisit } from './state/session.ts'

/** What keeps the whole release for later is fetched later, too: once the first page has shown all that it will. */
function keepReleaseWhenSettled() {
  const { dataset } = document.documentElement
  const watcher = new MutationObserver(() => {
    if (dataset.state !== 'settled') return
    watcher.disconnect()
    // Without a network there is nothing to keep.
    void import('./keep-release.ts').then(({ keepRelease }) => keepRelease()).catch(() => undefined)
  })
  watcher.observe(document.documentElement, { attributeFilter: ['data-state'] })
}

function begin() {
  beginVisit()
  if (import.meta.env.PROD) keepReleaseWhenSettled()
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

// Otherwise src/boot.js has said why the page cannot run here.
if (document.documentElement.dataset.state !== 'failed') begin()
