/** Prints one line of the rehearsal's log, as a user following the steps would note it down. */
export function log(line: string): void {
  process.stdout.write(`  ${new Date().toISOString().slice(11, 19)}  ${line}\n`)
}

/** Prints the heading of a step. */
export function logStep(title: string): void {
  process.stdout.write(`\n── ${title}\n`)
}
