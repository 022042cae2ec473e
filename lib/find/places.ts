import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { contractPath, contractsPath } from '#lib/contracts/paths.ts'
import { invoicesPath } from '#lib/invoices/paths.ts'
import { SOURCES } from '#lib/sources.ts'

/** Where a text is searched. An invoice's place is its source. */
export const FIND_PLACES = ['funding-sources', 'contracts', 'billing-periods', ...SOURCES] as const
export type FindPlace = (typeof FIND_PLACES)[number]

/** Returns the address of the list of a place with the same search; null for a place without a list. */
export function findListPath(place: FindPlace, search: string) {
  if (place === 'funding-sources') return null
  if (place === 'contracts') return contractsPath({ search })
  if (place === 'billing-periods') return billingPeriodsPath({ search })
  return invoicesPath({ source: place, search })
}

/** Returns the address of what was found: of a funding source its billing periods, of a row the row in its list. */
export function foundPath(place: FindPlace, id: string, search: string) {
  if (place === 'funding-sources') return billingPeriodsPath({ funding_source: [id] })
  if (place === 'contracts') return contractPath(id)
  if (place === 'billing-periods') return billingPeriodsPath({ search }, id)
  return invoicesPath({ source: place, search }, id)
}
