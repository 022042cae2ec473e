import 'server-only'
import {
  type PeriodChanges,
  type PeriodState,
  periodChangeSchema,
} from '#lib/billing-periods/changes-schema.ts'
import { type ChangedList, type ChangesQuery, rowChanges } from '#lib/server/lists/row-changes.ts'
import type { Viewer } from '#lib/server/viewer.ts'

const PERIODS: ChangedList<PeriodState> = {
  list: { source: 'hello-tractor', resource: 'billing-periods' },
  table: 'billing_period',
  values: {
    contract: 'contract',
    startDate: 'start_date',
    endDate: 'end_date',
    status: 'status',
    currency: 'currency',
    amount: 'amount',
    fundingSource: 'funding_source',
  },
  schema: periodChangeSchema,
}

/**
 * Lists the billing periods that differ between an instant and now.
 * @throws {RequestError} 400 as `rowChanges`
 */
export function billingPeriodChanges(viewer: Viewer, query: ChangesQuery): Promise<PeriodChanges> {
  return rowChanges(viewer, PERIODS, query)
}
