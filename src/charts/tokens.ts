import { useSyncExternalStore } from 'react'

const names = [
  'paper',
  'raised',
  'sunken',
  'line',
  'ink',
  'ink-2',
  'ink-3',
  'edge',
  'person',
  'film',
  'you',
  'good',
  'bad',
  'focus',
] as const

/** The colours of tokens.css as they are now, by name without the dashes in front. */
export type Tokens = Readonly<Record<(typeof names)[number], string>>

/** The colours under the theme in force, for what is drawn on a canvas; a new object when the theme changes. */
export function useTokens(): Tokens {
  return useSyncExternalStore(subscribe, current)
}

let tokens: Tokens | undefined
const listeners = new Set<() => void>()
let observer: MutationObserver | undefined

function current(): Tokens {
  tokens ??= read()
  return tokens
}

function read(): Tokens {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => inDigits(style.getPropertyValue(`--${name}`).trim())
  return Object.fromEntries(names.map((name) => [name, colour(name)])) as Tokens
}

/** #rrggbb, also of what has a name, as the system's own colours have. */
function inDigits(colour: string): string {
  if (colour.startsWith('#')) return colour
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = colour
  const pen = document.createElement('canvas').getContext('2d')!
  pen.fillStyle = getComputedStyle(probe).color
  probe.remove()
  return pen.fillStyle
}

function refresh() {
  const next = read()
  if (tokens && names.every((name) => next[name] === tokens![name])) return
  tokens = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!observer) {
    observer = new MutationObserver(refresh)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-forced'] })
    // The style sheet may have arrived since the first reading.
    refresh()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    observer?.disconnect()
    observer = undefined
    tokens = undefined
  }
}
