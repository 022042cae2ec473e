import type { ContractFilters } from './filters.ts'

/** Number of contracts with the largest outstanding amounts that the overview shows. */
export const TOP_CONTRACTS = 10

export type TopScope = { currency: string; fundingSources: readonly string[] }

/** Returns the filters and order of the contracts with the largest outstanding amounts. */
export function topContracts({ currency, fundingSources }: TopScope) {
  return {
    currency: [currency],
    funding_source: fundingSources,
    sort: '-outstanding',
  } satisfies Partial<ContractFilters>
}
