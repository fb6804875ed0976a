/** Shapes on a 16 × 16 grid, in the ink of the text around them. */
const shapes = {
  reset: 'M8 2a6 6 0 1 1-5.7 4.1l1.9.6A4 4 0 1 0 8 4v2.5L3.8 3.2 8 0z',
  back: 'M12 2v12L5 8zM3 2h2v12H3z',
  play: 'M4.5 1.8v12.4L14 8z',
  pause: 'M4 2h3v12H4zM9 2h3v12H9z',
  step: 'M4 2v12l7-6zM11 2h2v12h-2z',
  more: 'M2 6.5h3v3H2zM6.5 6.5h3v3h-3zM11 6.5h3v3h-3z',
  grip: 'M5 2h2.2v2.2H5zM8.8 2H11v2.2H8.8zM5 6.9h2.2v2.2H5zM8.8 6.9H11v2.2H8.8zM5 11.8h2.2V14H5zM8.8 11.8H11V14H8.8z',
  tick: 'M6.4 12.6 2 8.2l1.5-1.5 2.9 2.9 6.1-6.1L14 5z',
  star: 'm8 .9 2.2 4.6 5 .7-3.6 3.5.9 5L8 12.3l-4.5 2.4.9-5L.8 6.2l5-.7z',
  sun: 'M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM7.2 0h1.6v2.6H7.2zM7.2 13.4h1.6V16H7.2zM0 7.2h2.6v1.6H0zM13.4 7.2H16v1.6h-2.6zM1.8 2.9l1.1-1.1 1.9 1.9-1.1 1.1zM11.2 12.3l1.1-1.1 1.9 1.9-1.1 1.1zM1.8 13.1l1.9-1.9 1.1 1.1-1.9 1.9zM11.2 3.7l1.9-1.9 1.1 1.1-1.9 1.9z',
  moon: 'M9.6 1.2a7 7 0 1 0 5.3 9.3A6 6 0 0 1 9.6 1.2z',
} as const

export type IconName = keyof typeof shapes

/** Says nothing to a screen reader: the control around it has the name. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 16 16" width="15" height="15" fill="currentColor" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}
