import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUSES, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** How a list is kept in PostgreSQL; names here are fixed identifiers and may stand in SQL as they are. */
export type MirrorTable = {
  table: 'billing_period' | 'invoice'
  dayColumn: 'start_date' | 'issued_on'
  statusColumn: 'status' | 'state'
  /** Columns that come from the row alone, with their types. */
  columns: Readonly<Record<string, string>>
  /** True where the rows of several sources share the table. */
  hasSource: boolean
  /** What aggregates tell rows apart by beside their attribution: each of its columns with the SQL that folds a row's own. */
  groups: Readonly<Record<string, SQL>>
  /** Statuses that a later reading may still change. */
  unsettled: readonly string[]
}

const BILLING_PERIODS: MirrorTable = {
  table: 'billing_period',
  dayColumn: 'start_date',
  statusColumn: 'status',
  columns: {
    contract: 'text',
    start_date: 'date',
    end_date: 'date',
    status: 'text',
    amount: 'numeric',
    amount_issue: 'text',
    unreadable_fields: 'text',
  },
  hasSource: false,
  groups: {
    status: sql`case when status = any(${sql.param([...BILLING_STATUSES])}::text[]) then status else ${OTHER_STATUS} end`,
  },
  unsettled: ['DRAFT', 'SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED'],
}

const INVOICES: MirrorTable = {
  table: 'invoice',
  dayColumn: 'issued_on',
  statusColumn: 'state',
  columns: {
    number: 'text',
    title: 'text',
    customer: 'text',
    account_number: 'text',
    site_ref: 'text',
    site_name: 'text',
    invoice_type: 'text',
    invoice_type_label: 'text',
    amount: 'numeric',
    amount_issue: 'text',
    usd_amount: 'numeric',
    paid_amount: 'numeric',
    state: 'text',
    funnel_state: 'text',
    issued_on: 'date',
    issued_at: 'timestamptz',
    due_on: 'date',
    source_updated_at: 'timestamptz',
    unreadable_fields: 'text',
  },
  hasSource: true,
  groups: {
    state: sql`case when state is null then 'unknown' when state = any(${sql.param([...INVOICE_STATES])}::text[]) then state else ${OTHER_STATE} end`,
    funnel_state: sql`case when funnel_state = any(${sql.param([...FUNNEL_STATES])}::text[]) then funnel_state else ${OTHER_STATE} end`,
  },
  unsettled: ['not_paid', 'registered', 'partially_paid'],
}

export function tableOf(resource: Resource): MirrorTable {
  return resource === 'billing-periods' ? BILLING_PERIODS : INVOICES
}

/** Restricts a statement on a table to one source. */
export function ofSource(table: MirrorTable, source: Source): SQL {
  return table.hasSource ? sql`source = ${source}` : sql`true`
}
