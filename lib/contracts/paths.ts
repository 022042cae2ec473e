import { NO_CONTRACT_CHOICE, NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { withQuery } from '#lib/paths.ts'
import { readSourceText, serializeParams } from '#lib/search-params.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { type ContractFilters, contractFilters } from './filters.ts'

/** Returns the address of the list of contracts with its filters. Filters at their default are left out. */
export function contractsPath(filters: Partial<ContractFilters> = {}) {
  return withQuery('/contracts', serializeParams(contractFilters, filters))
}

/** Returns the address of the page of one contract. */
export function contractPath(id: string) {
  return `/contracts/${encodeURIComponent(id)}` as const
}

type OfContract = { contract: string | null; currency: string | null; fundingSource: string | null }
type ContractKey = OfContract & { contract: string }

/** Returns the address that leads to a contract's page from the fields of one of its billing periods. */
export function contractPathOf({ contract, currency, fundingSource }: ContractKey) {
  const search = new URLSearchParams({ contract })
  if (currency !== null) search.set('currency', currency)
  if (fundingSource !== null) search.set('funding_source', fundingSource)
  return withQuery('/contracts/find', search)
}

/**
 * Returns the filters of billing periods that list the periods of a contract.
 */
export function periodsOf({ contract, currency, fundingSource }: OfContract) {
  return {
    contract: [contract ?? NO_CONTRACT_CHOICE],
    funding_source: [fundingSource ?? UNASSIGNED_CHOICE],
    currency: [currency ?? NO_CURRENCY_CHOICE],
  }
}

/** Reads the fields that `contractPathOf` wrote; null if they name no contract. */
export function readContractKey(search: URLSearchParams): ContractKey | null {
  const contract = readSourceText(search.get('contract') ?? '')
  if (contract === null) return null
  const read = (name: string) => readSourceText(search.get(name) ?? '')
  return { contract, currency: read('currency'), fundingSource: read('funding_source') }
}
