import { useState } from 'react'
import styles from './order-buttons.module.css'

export type Order = { readonly by: 'catalogue' } | { readonly by: 'cluster'; readonly rows: Uint32Array }

interface OrderButtonsProps {
  readonly order: Order
  readonly onCatalogue: () => void
  /** resolves when the new order is drawn */
  readonly onCluster: () => Promise<void>
}

/** Catalogue order, or once more by cluster: pressed again, it orders by the similarities as they are now. */
export function OrderButtons({ order, onCatalogue, onCluster }: OrderButtonsProps) {
  const [state, setState] = useState<'idle' | 'working' | 'failed'>('idle')
  const cluster = () => {
    setState('working')
    onCluster().then(
      () => setState('idle'),
      () => setState('failed'),
    )
  }
  return (
    <>
      <button type="button" className={styles.order} aria-pressed={order.by === 'catalogue'} onClick={onCatalogue}>
        Catalogue order
      </button>
      <button
        type="button"
        className={styles.order}
        aria-pressed={order.by === 'cluster'}
        aria-busy={state === 'working'}
        onClick={cluster}
      >
        {state === 'working' ? 'Ordering…' : 'Order by cluster'}
      </button>
      {state === 'failed' && <span role="status">The order could not be worked out. Try again.</span>}
    </>
  )
}
