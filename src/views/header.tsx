import { useEffect, useMemo, useRef, useState } from 'react'
import { DeviceChip } from '../controls/device-chip.tsx'
import { ShareButton } from '../controls/share-button.tsx'
import { ThemeSwitch } from '../controls/theme-switch.tsx'
import { addressOf } from '../state/address.ts'
import { actions } from '../state/session.ts'
import { ratingsInHand, store, useApp } from '../state/store.ts'
import { count, counted } from '../format/numbers.ts'
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
  const name = useApp(({ info }) => info?.name ?? 'Films')
  const imported = useApp(({ experiment }) => experiment.dataset.startsWith('import:'))
  const linked = useApp(({ experiment }) => experiment.who === 'link')
  const selected = useApp(({ experiment }) => experiment.selection !== undefined)
  const ratings = useApp((state) => ratingsInHand(state).length)
  const says = useMemo(
    () => ({
      holds: [
        `the data: ${imported ? 'its fingerprint, to find the same file again' : name}`,
        'the systems’ settings, the seed and the step',
        ratings > 0
          ? `${linked ? 'the link’s' : 'your'} ${counted(ratings, 'rating', 'ratings')}`
          : 'no ratings: there are none yet',
        ...(selected ? ['what is selected'] : []),
      ],
      leavesOut: [
        ...(imported ? ['the imported files themselves: they stay on this machine'] : []),
        'the device and the theme',
      ],
    }),
    [name, imported, linked, selected, ratings],
  )
  return <ShareButton url={shareUrl} says={says} />
}

const shareUrl = () => `${location.origin}${location.pathname}${addressOf(store.getState())}`
