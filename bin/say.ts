/** Prints one line of the start's progress. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints one line about a setting that has less effect than intended. */
export function warn(line: string): void {
  say(`Warning     ${line}`)
}

/** Ends the command with a message on standard error and the exit code `code`. */
export function fail(message: string, code = 1): never {
  process.stderr.write(`\n${message}\n`)
  process.exit(code)
}
