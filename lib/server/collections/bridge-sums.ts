import 'server-only'
import { sql } from 'drizzle-orm'
import { CONTRACT_KINDS } from '#lib/collections/bridge-names.ts'
import type { KindSums } from '#lib/collections/explained-change.ts'
import type { Decimal } from '#lib/money.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { comparedPeriods, PAID, type Periods } from './moments.ts'

type Row = Omit<KindSums, 'was' | 'now'> &
  Record<'billedWas' | 'collectedWas' | 'billedNow' | 'collectedNow', Decimal | null>
const readRow = wordReader<Row>({ contracts: CONTRACT_KINDS })

/**
 * Reads what two ranges billed and collected, by funding source and by contracts that were billed in both of them or in
 * one. A contract is a funding source and a name.
 */
export async function readKindSums(tx: Executor, periods: Periods): Promise<KindSums[]> {
  const found = await checkedRows(
    tx,
    sql`
      select funding_source as "fundingSource", contracts, count(*)::int as count,
        sum(billed_was)::text as "billedWas", sum(collected_was)::text as "collectedWas",
        sum(billed_now)::text as "billedNow", sum(collected_now)::text as "collectedNow"
      from (
        select funding_source,
          case when contract is null then 'unnamed' when bool_and(is_now) then 'new'
            when bool_or(is_now) then 'continuing' else 'ended' end as contracts,
          sum(amount) filter (where not is_now) as billed_was,
          sum(amount) filter (where not is_now and ${PAID}) as collected_was,
          sum(amount) filter (where is_now) as billed_now,
          sum(amount) filter (where is_now and ${PAID}) as collected_now
        from ${comparedPeriods(periods)} group by funding_source, contract) as contract
      group by funding_source, contracts
      order by funding_source collate "C" nulls last, array_position(${sql.param([...CONTRACT_KINDS])}::text[], contracts)`,
    readRow,
  )
  return found.map(({ billedWas, collectedWas, billedNow, collectedNow, ...kind }) => ({
    ...kind,
    was: billedWas === null ? null : { billed: billedWas, collected: collectedWas ?? '0' },
    now: billedNow === null ? null : { billed: billedNow, collected: collectedNow ?? '0' },
  }))
}
