import type { Frame, TrainingContext, TrainingData } from '../contract/system.ts'
import type { Settings, Spec } from '../contract/spec.ts'
import type { Interactions } from '../data/dataset.ts'
import { splitForValidation } from '../data/splits.ts'
import { evaluateRanking } from '../evaluation/protocol.ts'

/** Validation is measured on at most so many people, drawn once by seed; fewer where there are many items. */
const validatedPeople = 300
const validatedCells = 1_500_000
const sampleSeed = 42

/** The NDCG@10 on validation after an epoch; the first is that of epoch 1. */
export interface Validated {
  readonly step: number
  readonly ndcg: number
}

/**
 * Which epoch was best, counted from 1, and where training stops because so many after it were no better. The first of
 * equals is best. No epoch yet: 0.
 */
export function bestEpoch(ndcg: readonly number[], patience: number): { best: number; stopped?: number } {
  let best = 0
  for (let epoch = 1; epoch <= ndcg.length; epoch++) {
    if (best === 0 || ndcg[epoch - 1] > ndcg[best - 1]) best = epoch
    else if (epoch - best >= patience) return { best, stopped: epoch }
  }
  return { best }
}

/** Watches what each epoch does for ratings kept from training, and says when to stop. */
export class EarlyStopping {
  /** an epoch each */
  readonly curve: Validated[] = []
  private readonly train: Interactions
  private readonly validation: Interactions
  private readonly epochs: number
  private readonly relevantFrom: number
  private readonly patience: number

  constructor(train: Interactions, validation: Interactions, { epochs, patience, likedFrom = 0 }: Settings) {
    this.train = train
    this.validation = validation
    this.epochs = Number(epochs)
    this.patience = Number(patience)
    this.relevantFrom = Number(likedFrom)
  }

  /** Measures a frame that completes an epoch, once each. Says whether that epoch is the best so far. */
  async isBest(frame: Frame): Promise<boolean> {
    if (frame.epoch !== this.curve.length + 1) return false
    const affordable = Math.max(100, Math.floor(validatedCells / this.train.ratings.columns))
    const count = Math.min(validatedPeople, affordable)
    const { metrics } = evaluateRanking(await frame.recommender(), this.train, this.validation, {
      k: 10,
      relevantFrom: this.relevantFrom,
      people: { count, seed: sampleSeed },
    })
    this.curve.push({ step: frame.step, ndcg: metrics['ndcg@10'].value })
    return this.best === this.curve.at(-1)
  }

  get best(): Validated | undefined {
    return this.curve[this.judged.best - 1]
  }

  /** No epoch after this one is needed: so many were no better than the best, or it was the last. */
  get over(): boolean {
    return this.judged.stopped !== undefined || this.curve.length === this.epochs
  }

  /** What a person should know, once it is over. */
  get notice(): string | undefined {
    const { best, stopped } = this.judged
    if (best === this.epochs) return undefined
    const until =
      stopped === undefined || stopped === this.epochs
        ? `Trained for all ${this.epochs} epochs`
        : `Stopped at epoch ${stopped} of ${this.epochs}`
    return `${until}: validation NDCG was best at epoch ${best}, and there the run ends.`
  }

  private get judged() {
    return bestEpoch(
      this.curve.map(({ ndcg }) => ndcg),
      this.patience,
    )
  }
}

/**
 * Where a system has patience: the ratings that are left to learn from, and what watches over those kept from it. Where
 * nobody has a rating to spare, everything is learned from and nothing stops early.
 */
export function withPatience(
  spec: Spec,
  { data, seed }: Pick<TrainingContext, 'data' | 'seed'>,
  settings: Settings,
): { readonly data: TrainingData; readonly stopping?: EarlyStopping } {
  if (!spec.settings.some(({ id }) => id === 'patience') || !Number(settings.patience)) return { data }
  const { train, validation } = splitForValidation(data.interactions, seed)
  if (validation.time.length === 0) return { data }
  return { data: { ...data, interactions: train }, stopping: new EarlyStopping(train, validation, settings) }
}
