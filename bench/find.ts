import { findEverywhere } from '#lib/server/find/find.ts'
import type { BenchEnvironment } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { atMost, type Finding, ms, quantile } from './report.ts'
import { timed } from './rounds.ts'

const SQL_MS = 100
const ROUNDS = 8
/** Common and rare texts, numbers, names, and texts that nothing holds. */
const TYPED = ['ht', 'HT-01', 'HT 012345', '7777777', 'customer 77', 'INV-0012', 'heifer', 'nothing like it']

/** P4: measures what the palette reads, over a million billing periods and a million invoices. */
export async function measureFind(environment: BenchEnvironment): Promise<Finding[]> {
  const { db } = await environment.million()
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const search of TYPED) {
      const took = await timed(() => findEverywhere(db, OPERATOR, search))
      if (round > 0) times.push(took)
    }
  return [atMost(`a text in every list, ${TYPED.length} texts, SQL, p95`, quantile(times, 0.95), SQL_MS, ms)]
}
