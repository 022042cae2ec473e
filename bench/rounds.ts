/** Measured rounds; one more runs first to warm up caches and code. */
const ROUNDS = 7

/** Measures how long `act` takes, in milliseconds. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/**
 * Measures several acts for comparison. Each round runs every act once, one after the other, so that
 * disturbances of the machine affect all alike.
 * @returns the figures of each act, without the warm-up round
 */
export async function interleaved<Name extends string>(
  acts: Record<Name, () => Promise<number>>,
  rounds = ROUNDS,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(acts) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const figure = await acts[name]()
      if (round > 0) figures[name].push(figure)
    }
  }
  return figures
}

/** Returns the ratio of two figures in each round. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, round) => value / (to[round] ?? Number.NaN))
}
