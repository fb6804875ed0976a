import { Icon } from './icons.tsx'
import styles from './chip.module.css'

export function ThemeSwitch({
  theme,
  onTheme,
}: {
  readonly theme: 'light' | 'dark'
  readonly onTheme: (theme: 'light' | 'dark') => void
}) {
  const dark = theme === 'dark'
  return (
    <button
      type="button"
      className={`${styles.chip} ${styles.round}`}
      aria-label="Dark theme"
      aria-pressed={dark}
      title={dark ? 'To the light theme' : 'To the dark theme'}
      onClick={() => onTheme(dark ? 'light' : 'dark')}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  )
}
