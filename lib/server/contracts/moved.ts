import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { COMPARED_DAYS, standingOn } from '#lib/server/lists/contract-standing.ts'

const SHOWN = ['id', 'contract', 'currency', 'funding_source', 'search_text']
const COUNTS = [
  'periods',
  'drafts',
  'others',
  'unknown_amounts',
  'collected',
  'failed',
  'in_flight',
  'outstanding',
]
const MORE_COUNTS = ['billed', 'fresh_failed', 'unpaid', 'unpaid_undated', 'weeks_behind']
const DAYS = ['oldest_unpaid', 'first_billed', 'last_billed', 'last_paid']
const columns = (names: readonly string[], write = (name: string) => name) =>
  sql.raw(names.map(write).join(', '))
const [zeros, noDays] = [(name: string) => `0 as ${name}`, (name: string) => `null as ${name}`]

/**
 * A FROM source named `contract`: the contracts with a name, also those that were billed four weeks ago and are gone,
 * with what they were then and are now in the columns `before` and `now`. Gone ones have no periods and no amounts.
 */
export const MOVED_CONTRACTS: SQL = sql`(
  with days as materialized (${COMPARED_DAYS})
  select ${columns([...SHOWN, ...COUNTS, ...MORE_COUNTS, 'rate', ...DAYS])},
    case when standing_before not in ('none', 'gone') then standing_before
      when first_billed > (select coalesce(computed, asked) from days)
        and first_billed <= (select day from days) then 'new'
      when (select computed from days) is null then 'unknown'
      when first_billed is null or first_billed > (select day from days) or standing_before = 'gone' then 'unbilled'
      when standing_before = 'none' then 'new'
      else 'unknown' end as before,
    coalesce(nullif(${standingOn(sql`(select day from days)`)}, 'none'), 'unbilled') as now
  from contract where contract is not null
  union all
  select contract_id, was.contract, was.currency, was.funding_source,
    furrow_plain(coalesce(was.contract, '') || chr(1) || coalesce(was.funding_source, '')), ${columns([...COUNTS, ...MORE_COUNTS], zeros)},
    null, ${columns(DAYS, noDays)}, was.standing, 'unbilled'
  from contract_standing as gone join contract_standing as was using (contract_id)
  where gone.standing = 'gone' and gone.until = 'infinity' and gone.since > (select computed from days)
    and was.since <= (select computed from days) and was.until > (select computed from days)
    and was.standing not in ('none', 'gone')) as contract`
