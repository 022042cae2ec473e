import 'server-only'

const EXAMPLES = 10

/** Counts comparisons and keeps the first few failures, one line each. */
export function createTally() {
  const tally = {
    compared: 0,
    wrong: 0,
    examples: [] as string[],
    compare(name: string, told: unknown, truth: unknown): void {
      tally.compared += 1
      if (told !== truth) tally.fail(`${name} is ${String(told)}, not ${String(truth)}`)
    },
    fail(line: string): void {
      tally.wrong += 1
      if (tally.examples.length < EXAMPLES) tally.examples.push(line)
    },
  }
  return tally
}
export type Tally = ReturnType<typeof createTally>
