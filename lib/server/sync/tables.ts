import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUSES, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** How a list is stored in PostgreSQL. All names are fixed identifiers, safe to use in SQL unescaped. */
export type MirrorTable = {
  table: 'billing_period' | 'invoice'
  dayColumn: 'start_date' | 'issued_on'
  statusColumn: 'status' | 'state'
  /** Columns that come from the row alone, with their types. */
  columns: Readonly<Record<string, string>>
  /** Where former versions of rows are kept. */
  versions: 'billing_period_version' | 'invoice_version'
  /** Columns of a version. A row whose value changes in one of them leaves its former version behind. */
  versioned: readonly string[]
  /** True if the rows of several sources share the table. */
  hasSource: boolean
  /**
   * Grouping columns of the aggregates besides attribution, each with the SQL that maps a row's value to its
   * group.
   */
  groups: Readonly<Record<string, SQL>>
  /** Statuses that a later run may still change. */
  unsettled: readonly string[]
}

const PERIOD_COLUMNS = {
  contract: 'text',
  start_date: 'date',
  end_date: 'date',
  status: 'text',
  amount: 'numeric',
  amount_issue: 'text',
  unreadable_fields: 'text',
}

/** Columns that a run decides, or the reports that list a payment link, versioned like the row's own. */
const DECIDED = ['currency', 'funding_source', 'assignment', 'gone_at']

const BILLING_PERIODS: MirrorTable = {
  table: 'billing_period',
  versions: 'billing_period_version',
  versioned: [...Object.keys(PERIOD_COLUMNS), ...DECIDED],
  dayColumn: 'start_date',
  statusColumn: 'status',
  columns: PERIOD_COLUMNS,
  hasSource: false,
  groups: {
    status: sql`case when status = any(${sql.param([...BILLING_STATUSES])}::text[]) then status else ${OTHER_STATUS} end`,
  },
  unsettled: ['DRAFT', 'SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED'],
}

const INVOICE_COLUMNS = {
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
}

const INVOICES: MirrorTable = {
  table: 'invoice',
  versions: 'invoice_version',
  versioned: [...Object.keys(INVOICE_COLUMNS), 'processed_on', ...DECIDED],
  dayColumn: 'issued_on',
  statusColumn: 'state',
  columns: INVOICE_COLUMNS,
  hasSource: true,
  groups: {
    state: sql`case when state is null then 'unknown' when state = any(${sql.param([...INVOICE_STATES])}::text[]) then state else ${OTHER_STATE} end`,
    funnel_state: sql`case when funnel_state = any(${sql.param([...FUNNEL_STATES])}::text[]) then funnel_state else ${OTHER_STATE} end`,
  },
  unsettled: ['not_paid', 'registered', 'partially_paid'],
}

/** Returns how the lists of a resource are stored. */
export function tableOf(resource: Resource): MirrorTable {
  return resource === 'billing-periods' ? BILLING_PERIODS : INVOICES
}

/** Returns a condition that restricts a statement on the table to one source. */
export function ofSource(table: MirrorTable, source: Source): SQL {
  return table.hasSource ? sql`source = ${source}` : sql`true`
}
