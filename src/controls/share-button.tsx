import { useState } from 'react'
import { PopoverButton } from './popover.tsx'
import styles from './chip.module.css'

/** What a link says of itself. */
export interface ShareSays {
  readonly holds: readonly string[]
  readonly leavesOut: readonly string[]
}

type Outcome =
  { readonly kind: 'copying' } | { readonly kind: 'copied' } | { readonly kind: 'refused'; readonly address: string }

/** Copies the page's address and says what it holds; where the clipboard is refused, shows it to be copied by hand. */
export function ShareButton({ url, says }: { readonly url: () => string; readonly says: ShareSays }) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'copying' })
  const copy = () => {
    const address = url()
    setOutcome({ kind: 'copying' })
    copyText(address).then(
      () => setOutcome({ kind: 'copied' }),
      // A refusal comes before the popover is there to take the focus.
      () => setTimeout(() => setOutcome({ kind: 'refused', address })),
    )
  }
  return (
    <PopoverButton
      name="Share"
      className={`${styles.chip} ${styles.primary}`}
      onOpen={copy}
      panel={
        <>
          <div role="status">
            <h2>{heading[outcome.kind]}</h2>
          </div>
          {outcome.kind === 'refused' && <Address address={outcome.address} />}
          <p>Whoever opens it sees what you see. It holds:</p>
          <Words words={says.holds} />
          {says.leavesOut.length > 0 && (
            <>
              <p>It does not hold:</p>
              <Words words={says.leavesOut} />
            </>
          )}
        </>
      }
    >
      Share
    </PopoverButton>
  )
}

const heading: Readonly<Record<Outcome['kind'], string>> = {
  copying: 'Copying the address …',
  copied: 'The address is copied',
  refused: 'Copy this address',
}

/** Rejects where there is no clipboard (a page without https) or it is refused. */
async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}

function Address({ address }: { readonly address: string }) {
  return (
    <input
      className={styles.address}
      aria-label="Address of this page"
      readOnly
      value={address}
      ref={(field) => {
        field?.focus()
        field?.select()
      }}
    />
  )
}

function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <ul className={styles.list}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  )
}
