/** Ticks without the zeros that all of them end in: 0.00, 0.20, 0.40 become 0.0, 0.2, 0.4. */
export function shortened(ticks: readonly string[]): readonly string[] {
  let texts = ticks
  while (texts.length > 0 && texts.every((text) => text.includes('.') && text.endsWith('0')))
    texts = texts.map((text) => text.slice(0, -1).replace(/\.$/, ''))
  return texts
}
