import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './fonts.css'
import './base.css'
import { App } from './app.tsx'
import { beginVisit } from './state/session.ts'

beginVisit()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
