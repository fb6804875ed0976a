const formats = new Map<string, Intl.NumberFormat>()

function format(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options)
  let known = formats.get(key)
  if (!known) formats.set(key, (known = new Intl.NumberFormat('en', options)))
  if (Number.isNaN(value)) return '–'
  // A true minus sign, as wide as a plus.
  return known.format(value).replace('-', '−')
}

/**
 * A count: "21,300". Of what there is none, this and all below are a dash. Written by hand: the first page has counts
 * only, and the first Intl.NumberFormat of a page takes as long to make as all the rest of it.
 */
export function count(value: number): string {
  if (Number.isNaN(value)) return '–'
  const digits = String(Math.round(Math.abs(value))).replace(/\B(?=(?:\d{3}){1,7}$)/g, ',')
  return value < 0 ? `−${digits}` : digits
}

/** With so many digits after the point: "0.352". */
export const fixed = (value: number, digits: number) =>
  format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** With so many digits that matter: "0.0423", "21,300". */
export const significant = (value: number, digits = 3) => format(value, { maximumSignificantDigits: digits })

/** With its sign: "+0.31". */
export const signed = (value: number, digits = 2) =>
  format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' })

/** An interval: "0.31–0.42", "−0.10 to 0.02"; a dash where an end is not known. */
export function interval(
  { low, high }: { readonly low: number; readonly high: number },
  write: (value: number) => string,
) {
  if (!Number.isFinite(high - low)) return '–'
  return write(low) + (low < 0 ? ' to ' : '–') + write(high)
}

/** A share as "41 %". */
export const percent = (share: number) => `${format(share * 100, { maximumFractionDigits: 0 })} %`

/** "1 film", "2 films". */
export const counted = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`

/** "Solaris", "Solaris and Mirror", "Solaris, Mirror and Stalker". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
