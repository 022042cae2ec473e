import { type BillingPeriodFilters, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { periodsOf } from './paths.ts'

/** Returns the filters and order of a contract's own billing periods, newest first. */
export function periodFiltersOf(contract: Parameters<typeof periodsOf>[0]): BillingPeriodFilters {
  return { ...parseParamsLeniently(billingPeriodFilters, new URLSearchParams()), ...periodsOf(contract) }
}
