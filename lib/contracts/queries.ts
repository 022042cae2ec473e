import { jsonQuery } from '#lib/api/json-query.ts'
import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { pageParams, serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type ContractFilters, contractFilters } from './filters.ts'
import type { ContractDetail, ContractList } from './schema.ts'
import { TOP_CONTRACTS, type TopScope, topContracts } from './top.ts'

const KEY = 'contracts'

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
  detail: (id: string) => jsonQuery<ContractDetail>([KEY, 'detail', id], apiPaths.contract(id)),
  /** Filter choices of the list, each with its number of contracts. */
  options: () => jsonQuery<FilterOptions>([KEY, 'options'], apiPaths.filterOptions({ list: 'contracts' })),
}
