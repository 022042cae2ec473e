import 'server-only'
import { CONTRACT_AMOUNT_SORTS, type ContractFilters, contractFilters } from '#lib/contracts/filters.ts'
import type { ContractList } from '#lib/contracts/schema.ts'
import { TOP_CONTRACTS, type TopScope, topContracts } from '#lib/contracts/top.ts'
import { parseParams, serializeParams } from '#lib/search-params.ts'
import { readList } from '#lib/server/lists/read-list.ts'
import { requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { contractPage, contractsAge, contractTotals, toContract } from './query.ts'

export type ContractListQuery = ContractFilters & { cursor: string | null; limit: number }

/**
 * Reads one page of contracts with the totals of the whole filtered set, in one snapshot.
 * @throws {RequestError} 400 for a cursor of another list, filter or viewer, and for an order by an amount
 * across currencies
 */
export async function listContracts(
  viewer: Viewer,
  { cursor, limit, ...filters }: ContractListQuery,
): Promise<ContractList> {
  requireComparable(filters)
  return readList({
    scope: { list: 'contracts', query: serializeParams(contractFilters, filters), viewer },
    cursor,
    limit,
    past: null,
    page: () => contractPage(viewer, filters),
    toItem: toContract,
    totals: (tx) => contractTotals(tx, viewer, filters),
    list: { source: 'hello-tractor', resource: 'billing-periods' },
    days: { from: null, to: null, funding_source: filters.funding_source },
    dated: null,
    more: contractsAge,
  })
}

/** Reads the contracts of one currency with the largest outstanding amounts. */
export function listTopContracts(viewer: Viewer, scope: TopScope): Promise<ContractList> {
  const filters = parseParams(contractFilters, serializeParams(contractFilters, topContracts(scope)))
  return listContracts(viewer, { ...filters, cursor: null, limit: TOP_CONTRACTS })
}

/** @throws {RequestError} 400 for an order by an amount unless exactly one currency is chosen */
export function requireComparable(filters: Pick<ContractFilters, 'sort' | 'currency'>): void {
  const { field } = sortOrder<string>(filters.sort)
  if (CONTRACT_AMOUNT_SORTS.some((amount) => amount === field)) requireOneCurrency(filters.currency)
}
