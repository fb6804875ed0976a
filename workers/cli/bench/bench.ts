import { readArguments } from '../terminal/arguments.ts'
import { UsageError, type Command } from '../terminal/command.ts'
import { agreementBench } from './agreement.ts'
import { alsBench } from './als.ts'
import { format, isOver, type Bench } from './bench-line.ts'
import { dataBench } from './data.ts'
import { deviceWorkBench } from './device-work.ts'
import { evaluationBench } from './evaluation.ts'
import { itemCfBench } from './item-cf.ts'
import { largeEpochBench } from './large-epoch.ts'
import { mmrBench } from './mmr.ts'
import { ncfBench } from './ncf.ts'
import { svdBench } from './svd.ts'
import { timeToBestBench } from './time-to-best.ts'
import { userCfBench } from './user-cf.ts'

const benches: readonly Bench[] = [
  alsBench,
  userCfBench,
  itemCfBench,
  svdBench,
  ncfBench,
  timeToBestBench,
  largeEpochBench,
  deviceWorkBench,
  dataBench,
  evaluationBench,
  mmrBench,
  agreementBench,
]

/** Measures what is promised, a line each. Fails where a figure that does not depend on the machine is over its limit. */
export const bench: Command = {
  name: 'bench',
  usage: `npm run bench -- [${benches.map(({ id }) => id).join('|')}]…`,
  async run(args) {
    const wanted = readArguments(args, []).alone
    const unknown = wanted.find((id) => !benches.some((one) => one.id === id))
    if (unknown)
      throw new UsageError(`there is no bench ${unknown}; there are ${benches.map(({ id }) => id).join(', ')}`)
    let failed = false
    for (const { id, run } of benches) {
      if (wanted.length > 0 && !wanted.includes(id)) continue
      try {
        for await (const line of run()) {
          console.log(format(line))
          failed ||= line.exact === true && isOver(line)
        }
      } catch (error) {
        console.log(`${id} could not go on: ${error instanceof Error ? error.message : String(error)}`)
        failed = true
      }
    }
    return failed ? 1 : 0
  },
}
