/** One line of the rehearsal's log: what a person would note down while following the steps. */
export function log(line: string): void {
  process.stdout.write(`  ${new Date().toISOString().slice(11, 19)}  ${line}\n`)
}

/** Starts a step in the log. */
export function logStep(title: string): void {
  process.stdout.write(`\n── ${title}\n`)
}
