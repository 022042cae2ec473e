import { jsonQuery } from '#lib/api/json-query.ts'
import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { pageParams, serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type ContractFilters, contractFilters, type MovementFilters, movementFilters } from './filters.ts'
import type { ContractDetail, ContractList, Movement } from './schema.ts'
import { TOP_CONTRACTS, type TopScope, topContracts } from './top.ts'

const KEY = 'contracts'
/** While a page is visible, its figures follow the mirror at this interval. */
const RENEW_AFTER_MS = 30_000

/** Queries about contracts. */
export const contractQueries = {
  list: (filters: ContractFilters) =>
    listQuery<ContractList>([KEY, 'list'], apiPaths.contracts, serializeParams(contractFilters, filters)),
  /** The contracts of one currency with the largest outstanding amounts. */
  top: (scope: TopScope) =>
    jsonQuery<ContractList>(
      [KEY, 'top', serializeParams(contractFilters, topContracts(scope)).toString()],
      apiPaths.contracts(
        serializeParams(
          { ...contractFilters, ...pageParams },
          { ...topContracts(scope), limit: TOP_CONTRACTS },
        ),
      ),
    ),
  /** Who moved in four weeks, by weeks behind. */
  movement: (filters: MovementFilters) => {
    const search = serializeParams(movementFilters, filters)
    return jsonQuery<Movement>(
      [KEY, 'movement', search.toString()],
      apiPaths.contractMovement(search),
      RENEW_AFTER_MS,
    )
  },
  detail: (id: string) => jsonQuery<ContractDetail>([KEY, 'detail', id], apiPaths.contract(id)),
  /** Filter choices of the list, each with its number of contracts. */
  options: () => jsonQuery<FilterOptions>([KEY, 'options'], apiPaths.filterOptions({ list: 'contracts' })),
}
