import type { Progress } from '../../workers/lab/api.ts'

/** Where the ticks of a timeline stand: every `minor` steps a short one, every `major` a long one. */
export interface TickSpacing {
  readonly minor: number
  readonly major: number
}

/** One tick a step where there is room for it; else every 2, 5, 10, 20, 50 … steps, at most `most` ticks in all. */
export function tickSpacing(steps: number, most: number): TickSpacing {
  if (steps <= most) return { minor: 1, major: steps <= most / 2 ? 2 : 5 }
  for (let power = 1; ; power *= 10)
    for (const factor of [1, 2, 5]) {
      const minor = factor * power
      if (steps / minor <= most) return { minor, major: minor * (factor === 2 ? 5 : factor === 5 ? 2 : 5) }
    }
}

/** The steps that have a tick, first and last of a run included where they fall on one. */
export function ticksOf(steps: number, { minor, major }: TickSpacing): { step: number; long: boolean }[] {
  return Array.from({ length: Math.floor(steps / minor) + 1 }, (_, i) => ({
    step: i * minor,
    long: (i * minor) % major === 0,
  }))
}

export interface StepNames {
  readonly one: string
  readonly many: string
}

/** Names like "500 ratings" are what a step holds; they cannot be counted themselves. */
const isAmount = ({ one }: StepNames) => /^\d/.test(one)

/** What a step is called in "Half-step 14 of 30". */
export function stepWord(names: StepNames): string {
  return isAmount(names) ? 'step' : names.one
}

/** "half-step 14 of 30, films solved, loss 21,300": what the slider of the timeline says of itself. */
export function timelineText(
  { step, steps, did, lossText }: { step: number; steps: number; did: string; lossText?: string | undefined },
  names: StepNames,
): string {
  const where = `${stepWord(names)} ${step.toLocaleString('en')} of ${steps.toLocaleString('en')}`
  return [where, did, lossText === undefined ? '' : `loss ${lossText}`].filter(Boolean).join(', ')
}

/** "about 2 min left"; nothing where that is not known, or is next to nothing. */
export function timeLeft({ secondsLeft, mayEndSooner }: Pick<Progress, 'secondsLeft' | 'mayEndSooner'>): string {
  if (secondsLeft === undefined || secondsLeft < 1) return ''
  const words = mayEndSooner ? 'at most about' : 'about'
  if (secondsLeft < 10) return `${words} ${Math.round(secondsLeft)} s left`
  if (secondsLeft < 55) return `${words} ${5 * Math.round(secondsLeft / 5)} s left`
  return `${words} ${Math.max(1, Math.round(secondsLeft / 60)).toLocaleString('en')} min left`
}
