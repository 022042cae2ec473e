import type { ListConfig } from '#components/list/list-screen.tsx'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { BILLING_STATUS_LABELS } from '#lib/billing-periods/status.ts'
import { BILLING_PERIOD_COLUMNS } from './columns.tsx'

/** Configuration of the list of billing periods. */
export const BILLING_PERIOD_LIST: ListConfig<BillingPeriod> = {
  title: 'Billing periods',
  noun: { one: 'period', many: 'periods' },
  searchHint: 'Search contract or id',
  columns: BILLING_PERIOD_COLUMNS,
  fileName: 'billing-periods',
  rowTitle: (id) => `Billing period ${id}`,
  specs: [
    { kind: 'choice', key: 'funding_source', label: 'Funding source', isPinned: true },
    { kind: 'choice', key: 'status', label: 'Status', labels: BILLING_STATUS_LABELS, isPinned: true },
    { kind: 'days', key: 'start_from', to: 'start_to', label: 'Period start' },
    { kind: 'choice', key: 'currency', label: 'Currency' },
    { kind: 'days', key: 'end_from', to: 'end_to', label: 'Period end' },
  ],
}
