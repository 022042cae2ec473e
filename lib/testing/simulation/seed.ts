import 'server-only'
import type { SimulatedDatabase } from './database.ts'
import { Scenario } from './scenario.ts'
import { settle } from './settle.ts'
import { fingerprintOf } from './state.ts'

export type SeedResult = {
  seed: number
  violations: readonly string[]
  trace: readonly string[]
  /** Hash of the trace, which contains the state after every commit, so that a replay must give the same. */
  fingerprint: string
}

/** Plays one seed. Everything in the scenario follows from the number. */
export async function playSeed(seed: number, database: SimulatedDatabase): Promise<SeedResult> {
  await database.clean()
  const scenario = new Scenario(seed, database)
  const { violations, trace } = scenario
  try {
    await scenario.disturb()
    if (violations.length === 0) await settle(scenario)
  } catch (error) {
    scenario.fail([
      `the sync code threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    ])
  }
  return { seed, violations, trace, fingerprint: fingerprintOf(trace.join('\n')) }
}
