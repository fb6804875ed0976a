import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'

/** What followed each `--option`, in order; and what stands alone. */
export interface Arguments {
  readonly alone: readonly string[]
  all(option: string): readonly string[]
  /** the last value of an option, undefined where it is absent */
  last(option: string): string | undefined
}

/** Throws UsageError on an option that is not among `known` or has no value. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string', multiple: true } as const]))
  const parsed = parse(args, options, known)
  const all = (option: string) => parsed.values[option] ?? []
  return { alone: parsed.positionals, all, last: (option) => all(option).at(-1) }
}

function parse(
  args: readonly string[],
  options: Record<string, { type: 'string'; multiple: true }>,
  known: readonly string[],
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const option = /--[\w-]+/.exec((error as Error).message)?.[0] ?? (error as Error).message
    if (known.includes(option.slice(2))) throw new UsageError(`${option} needs a value`)
    throw new UsageError(`there is no option ${option}; there are ${known.map((name) => `--${name}`).join(', ')}`)
  }
}

/** One of a few words. */
export function oneOf<T extends string>(option: string, value: string, words: readonly T[]): T {
  const word = words.find((w) => w === value)
  if (!word) throw new UsageError(`--${option} must be one of ${words.join(', ')}, got ${value}`)
  return word
}

/** A number that `fits`; `what` says which do: "a whole number from 1". */
export function numberOf(option: string, value: string, what: string, fits: (n: number) => boolean): number {
  const n = value.trim() === '' ? NaN : Number(value)
  if (!Number.isFinite(n) || !fits(n)) throw new UsageError(`--${option} must be ${what}, got ${value}`)
  return n
}
