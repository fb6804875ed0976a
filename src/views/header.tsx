import { useEffect, useRef, useState } from 'react'
import { DeviceChip } from '../controls/device-chip.tsx'
import { ShareButton } from '../controls/share-button.tsx'
import { ThemeSwitch } from '../controls/theme-switch.tsx'
import { addressOf } from '../state/address.ts'
import { actions } from '../state/session.ts'
import { store, useApp, ratingsInHand, type AppState } from '../state/store.ts'
import { count, counted } from '../systems/numbers.ts'
import { PageLink } from './links.tsx'
import { Rail } from './rail.tsx'
import styles from './header.module.css'

export function Header() {
  const device = useApp((state) => state.device)
  const preference = useApp((state) => state.devicePreference)
  const problem = useApp((state) => state.deviceError)
  const theme = useApp((state) => state.theme)
  return (
    <header className={styles.header}>
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}
      >
        Skip to content
      </button>
      <div className={styles.brand}>
        <Mark />
        <span>Recommender Playground</span>
      </div>
      <Menu />
      <nav className={styles.nav} aria-label="Pages">
        <Pages />
      </nav>
      <div className={styles.chips}>
        <DataChip />
        <DeviceChip
          report={device}
          preference={preference}
          problem={problem}
          onPreference={(wanted) => void actions.prefer(wanted)}
        />
        <span className={styles.theme}>
          <ThemeSwitch theme={theme} onTheme={actions.setTheme} />
        </span>
        <Share />
      </div>
    </header>
  )
}

const Mark = () => (
  <i className={styles.mark} aria-hidden="true">
    {Array.from({ length: 9 }, (_, dot) => (
      <b key={dot} />
    ))}
  </i>
)

function Pages({ onGo }: { onGo?: () => void }) {
  return (
    <>
      <PageLink view="start" onGo={onGo}>
        Start
      </PageLink>
      <PageLink view="learn" onGo={onGo}>
        Learn
      </PageLink>
      <PageLink view="data" onGo={onGo}>
        Data
      </PageLink>
    </>
  )
}

/** On a phone: pages and systems behind one button. */
function Menu() {
  const theme = useApp((state) => state.theme)
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('keydown', escape)
    }
  }, [open])
  const close = () => setOpen(false)
  return (
    <div className={styles.menu} ref={box}>
      <button ref={button} type="button" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
        Menu
      </button>
      <div id="menu" className={styles.sheet} hidden={!open}>
        {open && (
          <>
            <nav aria-label="Pages">
              <Pages onGo={close} />
            </nav>
            <Rail onGo={close} />
            <div className={styles.themeInMenu}>
              <ThemeSwitch theme={theme} onTheme={actions.setTheme} /> Light or dark
            </div>
          </>
        )}
      </div>
    </div>
  )
}

function DataChip() {
  const info = useApp((state) => state.info)
  if (!info) return null
  const { name, people, items, simulated } = info
  return (
    <PageLink view="data" className={styles.data}>
      <strong>{name}</strong>{' '}
      <span>
        {count(people)} people × {counted(items.length, 'film', 'films')}
        {simulated ? ', simulated' : ''}
      </span>
    </PageLink>
  )
}

function Share() {
  const says = useApp(whatTheLinkSays)
  const { holds, leavesOut } = JSON.parse(says) as { holds: string[]; leavesOut: string[] }
  return <ShareButton url={shareUrl} says={{ holds, leavesOut }} />
}

const shareUrl = () => `${location.origin}${location.pathname}${addressOf(store.getState())}`

/** As one text, so that the header draws anew only when it changes. */
function whatTheLinkSays(state: AppState): string {
  const { experiment, info } = state
  const ratings = ratingsInHand(state)
  const imported = experiment.dataset.startsWith('import:')
  const whose = experiment.who === 'link' ? 'the link’s' : 'your'
  return JSON.stringify({
    holds: [
      `the data: ${imported ? 'its fingerprint, to find the same file again' : (info?.name ?? 'Films')}`,
      'the systems’ settings, the seed and the step',
      ratings.length > 0
        ? `${whose} ${counted(ratings.length, 'rating', 'ratings')}`
        : 'no ratings: there are none yet',
      ...(experiment.selection ? ['what is selected'] : []),
    ],
    leavesOut: [
      ...(imported ? ['the imported files themselves: they stay on this machine'] : []),
      'the device and the theme',
    ],
  })
}
