/** What was typed cannot be done: says which option and what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Command {
  readonly name: string
  readonly usage: string
  /** Does what was asked and resolves with the exit code. */
  run(args: readonly string[]): Promise<number>
}

/** Errors that say all there is to say, as those of the system's files do; for others the stack helps whoever mends them. */
const plain = ['UsageError', 'SettingError', 'DataError', 'DivergedError', 'UnsupportedDeviceError']

/** Runs a command of this process; a wrong option ends with code 2 and the usage, any other error with 1. */
export async function runCommand(command: Command): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    console.log(command.usage)
    return
  }
  try {
    process.exitCode = await command.run(args)
  } catch (error) {
    report(command.name, error)
    if (error instanceof UsageError) console.error(`\n${command.usage}`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

/** Says on stderr what went wrong, in one line where that says all. */
export function report(who: string, error: unknown): void {
  if (error instanceof Error && (plain.includes(error.name) || 'syscall' in error))
    console.error(`${who}: ${error.message}`)
  else console.error(`${who}:`, error)
}
