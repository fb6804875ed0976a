import { conformance } from './conformance/conformance.ts'
import { runCommand } from './terminal/command.ts'

await runCommand(conformance)
