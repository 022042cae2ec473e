import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { rateOf, reachableRate } from '#lib/collections/rate.ts'
import type { ContractFilters, ContractSortField } from '#lib/contracts/filters.ts'
import { movesOf } from '#lib/contracts/movement.ts'
import { MOST_BEHIND } from '#lib/contracts/rules.ts'
import type { Contract, ContractsAge, ContractTotal } from '#lib/contracts/schema.ts'
import type { Decimal } from '#lib/money.ts'
import { NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { type Executor, query, rows } from '#lib/server/db/client.ts'
import { wordReader } from '#lib/server/db/parsed-rows.ts'
import type { PageQuery, SortColumn } from '#lib/server/lists/keyset.ts'
import {
  allOf,
  anyOf,
  anyOfOr,
  between,
  byFundingSource,
  containsIn,
  inScope,
  isOnly,
  type Predicate,
  textArray,
} from '#lib/server/lists/predicates.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { MOVED_CONTRACTS } from './moved.ts'

/** A row of `contract`, as `contractColumns` selects it. */
export type ContractRow = Omit<Contract, 'rate' | 'rateIssue' | 'reachable'> & { freshFailed: Decimal | null }

/** An amount as text; null if its currency is unknown. */
const money = (column: string) => sql.raw(`case when currency is not null then ${column}::text end`)

/**
 * Returns the selected columns. The names of other contracts are compared in the viewer's scope.
 * @param viewer decides which other contracts count as namesakes
 */
export function contractColumns(viewer: Viewer): SQL {
  return sql`
  id, contract, currency, funding_source as "fundingSource",
exists (select from contract as other where other.contract collate "C" = contract.contract
    and other.id <> contract.id and ${allOf([inScope(viewer, sql`funding_source`)])}) as "sameName",
  periods, drafts, others, unknown_amounts as "unknownAmounts",
  ${money('billed')} as billed, ${money('collected')} as collected, ${money('failed')} as failed,
  ${money('in_flight')} as "inFlight", ${money('outstanding')} as outstanding,
  ${money('fresh_failed')} as "freshFailed",
  unpaid, unpaid_undated as "unpaidUndated", weeks_behind as "weeksBehind", oldest_unpaid::text as "oldestUnpaid",
  first_billed::text as "firstBilled", last_billed::text as "lastBilled", last_paid::text as "lastPaid"`
}

/** Adds the rate of a contract, or why it has none. */
export function toContract({ freshFailed, ...row }: ContractRow): Contract {
  const { billed, collected, inFlight, unknownAmounts, others } = row
  const sums = { billed: billed ?? '0', collected: collected ?? '0' }
  const billedCount = row.periods - row.drafts - others
  // Amounts without a currency cannot be added.
  const leftOut = row.currency === null ? billedCount : unknownAmounts
  const rate = rateOf({ ...sums, billedCount, leftOut: leftOut + others })
  const open = { ...sums, inFlight: inFlight ?? '0', freshFailed: freshFailed ?? '0' }
  return { ...row, ...rate, reachable: reachableRate(rate.rate, open) }
}

type Filters = Omit<ContractFilters, 'sort'>

/**
 * Returns what the contracts come from, named `contract`. Only the filter of moves needs more than the table, and only
 * then contracts that are gone are among them.
 */
export function contractSource({ moved }: Pick<Filters, 'moved'>): SQL {
  return moved.length === 0 ? sql`contract` : MOVED_CONTRACTS
}

/** Returns the condition for the contracts that match the filters and the viewer's scope. */
export function contractWhere(viewer: Viewer, filters: Filters): SQL {
  const { search, behind } = filters
  return allOf([
    inScope(viewer, sql`funding_source`),
    anyOfOr(sql`currency`, filters.currency, { value: NO_CURRENCY_CHOICE, means: sql`currency is null` }),
    byFundingSource(filters.funding_source),
    isBehind(behind),
    anyOf(sql`(before || '-to-' || now)`, filters.moved.flatMap(movesOf)),
    between(sql`last_billed`, filters.last_billed_from, filters.last_billed_to),
    containsIn(search),
  ])
}

/** Returns the condition for numbers of weeks behind, in a form that the index on them serves; null for all. */
function isBehind(behind: Filters['behind']): Predicate {
  if (behind.length === 0) return null
  const each = behind.filter((text) => !text.endsWith('+'))
  const isOne = sql`weeks_behind = any(${textArray(each)}::int[])`
  return each.length === behind.length ? isOne : sql`(${isOne} or weeks_behind >= ${MOST_BEHIND})`
}

/** The columns by which contracts can be sorted. The names are qualified, for amounts are selected as text. */
export const CONTRACT_SORT_COLUMNS: Record<ContractSortField, SortColumn> = {
  weeks_behind: { column: sql`contract.weeks_behind`, type: 'integer' },
  unpaid: { column: sql`contract.unpaid`, type: 'integer' },
  oldest_unpaid: { column: sql`contract.oldest_unpaid`, type: 'date' },
  outstanding: { column: sql`contract.outstanding`, type: 'numeric' },
  failed: { column: sql`contract.failed`, type: 'numeric' },
  billed: { column: sql`contract.billed`, type: 'numeric' },
  collected: { column: sql`contract.collected`, type: 'numeric' },
  rate: { column: sql`contract.rate`, type: 'numeric' },
  contract: { column: sql`contract.contract`, type: 'text' },
  funding_source: { column: sql`contract.funding_source`, type: 'text' },
  periods: { column: sql`contract.periods`, type: 'integer' },
  first_billed: { column: sql`contract.first_billed`, type: 'date' },
  last_billed: { column: sql`contract.last_billed`, type: 'date' },
  last_paid: { column: sql`contract.last_paid`, type: 'date' },
}

/** Contracts are so few that skipping some thousands of them in order costs less than sorting a thousand. */
const COLLECTED_CONTRACTS = 500

const readContractRows = wordReader<ContractRow>({})

/** Builds the query for a page of the contracts that match the filters and the viewer's scope. */
export function contractPage(viewer: Viewer, filters: ContractFilters): PageQuery<ContractRow> {
  const { field, isDescending } = sortOrder<ContractSortField>(filters.sort)
  return {
    select: contractColumns(viewer),
    read: readContractRows,
    table: sql`contract`,
    from: contractSource(filters),
    where: contractWhere(viewer, filters),
    sort: CONTRACT_SORT_COLUMNS[field],
    isDescending,
    collectsUpTo: COLLECTED_CONTRACTS,
    isOneValue: field === 'funding_source' && isOnly(filters.funding_source, UNASSIGNED_CHOICE),
  }
}

/** Returns the sums over all matching contracts by currency. Amounts are decimal strings. */
export function contractTotals(tx: Executor, viewer: Viewer, filters: Filters): Promise<ContractTotal[]> {
  const sum = (column: string) => sql.raw(`case when currency is not null then sum(${column})::text end`)
  return query<ContractTotal>(tx)`
    select currency, count(*)::int as count, ${sum('outstanding')} as amount,
      sum(unknown_amounts)::int as "unknownAmounts", sum(periods)::int as periods, sum(others)::int as others,
      sum(unpaid)::int as unpaid,
      ${sum('billed')} as billed, ${sum('collected')} as collected, ${sum('failed')} as failed,
      ${sum('in_flight')} as "inFlight"
    from ${contractSource(filters)} where ${contractWhere(viewer, filters)}
    group by currency order by currency collate "C" nulls last`
}

/** Returns the day for which the figures hold, and whether some contracts are not computed yet. */
export async function contractsAge(tx: Executor): Promise<ContractsAge> {
  const [found] = await rows<ContractsAge>(
    tx,
    sql`select value->>'day' as day, (value->>'pending')::int > 0 as pending from source_fact
      where source = 'hello-tractor' and resource = 'billing-periods' and fact = 'contracts'`,
  )
  return found ?? { day: null, pending: true }
}
