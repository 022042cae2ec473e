/** Prints one line of the start's progress. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Ends the command with one clear message on standard error and exit code 1. */
export function fail(message: string): never {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}
