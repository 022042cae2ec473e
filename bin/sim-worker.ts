import { openSimulatedDatabase } from '#lib/testing/simulation/database.ts'
import { bugNamed, plantBug } from '#lib/testing/simulation/plant.ts'
import type { SeedResult } from '#lib/testing/simulation/seed.ts'

// One process of the simulation: plays the requested seeds one after the other on its own database.

export type ToWorker = { url: string; bug: string | null } | { seed: number }
export type FromWorker = SeedResult

const { promise: opened, resolve: open } = Promise.withResolvers<(seed: number) => Promise<FromWorker>>()

process.on('message', (message: ToWorker) => {
  if ('url' in message) void prepare(message).then(open, fail)
  else void opened.then((play) => play(message.seed)).then((result) => process.send?.(result), fail)
})
process.on('disconnect', () => process.exit(0))

async function prepare({ url, bug }: { url: string; bug: string | null }) {
  const isPlanted = bug === null ? () => true : plantBug(bugNamed(bug))
  const database = await openSimulatedDatabase(url)
  // Imported only after the bug is planted, so that the loaded modules contain the bug.
  const { playSeed } = await import('#lib/testing/simulation/seed.ts')
  if (!isPlanted()) throw new Error(`"${bug}" is in no module that was loaded with it`)
  return async (seed: number): Promise<FromWorker> => {
    const result = await playSeed(seed, database)
    // Traces are long; `--seed` replays a single seed with its trace.
    return isTraceWanted ? result : { ...result, trace: [] }
  }
}

const isTraceWanted = process.argv.includes('--trace')

function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}
