/** Rounds that count; one more goes before them, in which caches and code warm up. */
const ROUNDS = 7

/** How long something takes, in milliseconds. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/**
 * Measures things that are to be compared: in every round each of them once, one after the other, so that what disturbs
 * the machine disturbs all alike. Out: the figures of each, first round left out.
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

/** The ratio of two figures in each round. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, round) => value / (to[round] ?? Number.NaN))
}
