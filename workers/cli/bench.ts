import { bench } from './bench/bench.ts'
import { runCommand } from './terminal/command.ts'

await runCommand(bench)
