import 'server-only'
import { sql } from 'drizzle-orm'
import type { MovementFilters } from '#lib/contracts/filters.ts'
import { STANDINGS_NOW, STANDINGS_THEN } from '#lib/contracts/movement.ts'
import type { Movement, MovementCell } from '#lib/contracts/schema.ts'
import { type Executor, readSnapshot, rows } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { COMPARED_DAYS } from '#lib/server/lists/contract-standing.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { allOf, anyOf, byFundingSource, inScope } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { MOVED_CONTRACTS } from './moved.ts'
import { contractsAge } from './query.ts'

const LISTS = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const
const readCells = wordReader<MovementCell>({ before: STANDINGS_THEN, now: STANDINGS_NOW })

/**
 * Counts the contracts by their weeks behind four weeks ago and now, for each funding source and currency. Periods
 * without a contract are left out.
 */
export async function contractMovement(viewer: Viewer, filters: MovementFilters): Promise<Movement> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const days = { from: null, to: null, funding_source: filters.funding_source }
    return {
      ...(await contractsAge(tx)),
      ...(await comparedDays(tx)),
      cells: await readMoves(tx, viewer, filters),
      snapshot: version,
      freshness: await readFreshness(tx, viewer, LISTS, days, { dated: null }),
    }
  })
}

async function comparedDays(tx: Executor): Promise<Pick<Movement, 'asked' | 'before' | 'since'>> {
  const [found] = await rows<Pick<Movement, 'asked' | 'before' | 'since'>>(
    tx,
    sql`select asked::text as asked, computed::text as before, since::text as since from (${COMPARED_DAYS}) as days`,
  )
  return found ?? { asked: null, before: null, since: null }
}

/** Reads the cells of the table in the viewer's scope. */
export function readMoves(tx: Executor, viewer: Viewer, filters: MovementFilters): Promise<MovementCell[]> {
  const where = allOf([
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, filters.currency),
    byFundingSource(filters.funding_source),
  ])
  const statement = sql`
    select funding_source as "fundingSource", currency, before, now, count(*)::int as count,
      case when currency is not null then sum(outstanding)::text end as outstanding
    from ${MOVED_CONTRACTS} where ${where} group by funding_source, currency, before, now
    order by currency collate "C" nulls last, funding_source collate "C" nulls last, before, now`
  return checkedRows(tx, statement, readCells)
}
