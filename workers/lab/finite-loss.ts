import { againstDivergence, DivergedError, type Frame } from '../contract/system.ts'
import type { Settings } from '../contract/spec.ts'

/** The loss of a frame, where it has one. Throws DivergedError, with what to do about it, where that is not finite. */
export async function finiteLoss(frame: Frame, { learningRate }: Settings): Promise<number | undefined> {
  const loss = await frame.loss?.()
  if (loss === undefined || Number.isFinite(loss)) return loss
  const advice = againstDivergence(learningRate === undefined ? undefined : Number(learningRate))
  throw new DivergedError(`the loss is not finite any more; ${advice}`)
}
