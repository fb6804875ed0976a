import styles from './long-tail.module.css'

/** Lines are told apart by dashes and, where those run out, by weight; beside their names in the key. */
const looks = [
  { dash: undefined, width: 1.75 },
  { dash: '6 3', width: 1.75 },
  { dash: '1.5 2.5', width: 1.75 },
  { dash: '9 3 1.5 3', width: 1.75 },
  { dash: undefined, width: 3 },
  { dash: '3 3', width: 3 },
  { dash: '12 4', width: 3 },
  { dash: '9 2.5 1.5 2.5 1.5 2.5', width: 1.75 },
  { dash: '2 6', width: 3 },
] as const

export function lineLook(look: number): { readonly strokeDasharray: string | undefined; readonly strokeWidth: number } {
  const { dash, width } = looks[look % looks.length]!
  return { strokeDasharray: dash, strokeWidth: width }
}

/** A piece of a line, as a key shows it. */
export function TailLine({ look }: { readonly look: number }) {
  return (
    <svg width="24" height="10" aria-hidden="true">
      <line className={styles.overlay} x2="24" y1="5" y2="5" {...lineLook(look)} />
    </svg>
  )
}
