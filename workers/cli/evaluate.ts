import { evaluate } from './evaluate/evaluate.ts'
import { runCommand } from './terminal/command.ts'

await runCommand(evaluate)
