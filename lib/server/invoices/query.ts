import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { InvoiceSortField } from '#lib/invoices/filters.ts'
import { hasPdfs } from '#lib/invoices/pack.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { OTHER_STATE, UNPAID_STATES } from '#lib/invoices/status.ts'
import { otherWord } from '#lib/other-words.ts'
import { assignmentSchema, type CurrencyTotal } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { wordReader } from '#lib/server/db/parsed-rows.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { aggregatesAsOf, changedSince, countLeft, rowsAsOf } from '#lib/server/lists/as-of.ts'
import type { PageQuery, SortColumn } from '#lib/server/lists/keyset.ts'
import { hasNote } from '#lib/server/lists/notes.ts'
import { otherFunnelStateSql, otherStateSql } from '#lib/server/lists/other-status.ts'
import {
  allOf,
  amountBetween,
  anyOf,
  anyOfOrWord,
  anyWord,
  between,
  byFundingSource,
  contains,
  containsIn,
  containsOutsideContacts,
  inScope,
  isOnly,
  type Predicate,
} from '#lib/server/lists/predicates.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import { type DatedAnswer, dateFilter, ISSUE_FIELDS } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import type { CheckedFilters } from './checked-filters.ts'

/** A row of `invoice`, as `invoiceColumns` selects it. */
export type InvoiceRow = Omit<Invoice, 'hasPdf' | 'note'>
export const readInvoiceRows = wordReader<InvoiceRow>({
  source: SOURCES,
  assignment: assignmentSchema.options,
})

export const invoiceColumns = sql`
  source, id, number, title, customer, account_number as "accountNumber", site_ref as "siteRef",
  site_name as "siteName", invoice_type as "invoiceType", invoice_type_label as "invoiceTypeLabel", currency,
  amount::text as amount, amount_issue as "amountIssue", usd_amount::text as "usdAmount",
  paid_amount::text as "paidAmount", state, funnel_state as "funnelState", issued_on::text as "issuedOn",
  ${instantText(sql`issued_at`)} as "issuedAt", due_on::text as "dueOn", processed_on::text as "processedOn",
  funding_source as "fundingSource", assignment, ${instantText(sql`first_seen_at`)} as "firstSeenAt",
  ${instantText(sql`changed_at`)} as "changedAt"`

/**
 * Payment links have no PDFs. An invoice of another source counts as having one, though its source may not
 * have issued it.
 */
export function toInvoice(row: InvoiceRow): Invoice {
  return { ...row, hasPdf: hasPdfs(row.source) }
}

type Filters = Omit<CheckedFilters, 'sort'>

const unknownStateSql = sql`(state is null or state collate "C" = 'unknown')`

/**
 * Returns the condition for the rows of `invoice` that match the filters and the viewer's scope.
 * @param filters as `resolveFilters` returns them
 * @param search the condition for the searched text
 */
export function invoiceWhere(
  viewer: Viewer,
  filters: Filters,
  search = contains(
    viewer,
    filters.search,
    (words) => sql`furrow_search_invoices(${filters.source}, ${words})`,
  ),
): SQL {
  return allOf([
    sql`source = ${filters.source}`,
    sql`gone_at is null`,
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, filters.currency),
    byState(filters.state),
    anyOfOrWord(sql`funnel_state`, filters.funnel_state, { value: OTHER_STATE, means: otherFunnelStateSql }),
    byFundingSource(filters.funding_source),
    anyOf(sql`customer`, filters.customer),
    anyOf(sql`site_ref`, filters.site),
    anyOf(sql`invoice_type`, filters.invoice_type),
    between(sql`issued_on`, filters.issued_from, filters.issued_to),
    between(sql`due_on`, filters.due_from, filters.due_to),
    between(sql`processed_on`, filters.processed_from, filters.processed_to),
    amountBetween(filters.amount_from, filters.amount_to),
    isUnpaid(filters),
    between(sql`issued_on`, null, filters.unpaid_over),
    filters.changed_since === null ? null : changedSince(filters.changed_since),
    hasNote({ source: filters.source, resource: 'invoices' }, filters),
    search,
  ])
}

/** Invoices of which something is still to be paid, as `unpaid_over` asks for. */
function isUnpaid({ unpaid_over }: Filters): Predicate {
  return unpaid_over === null ? null : anyOf(sql`state`, UNPAID_STATES)
}

/** Returns the same condition for rows unchanged since an instant. Former versions have no contacts, so none are searched. */
function unchangedWhere(viewer: Viewer, filters: Filters): SQL {
  return invoiceWhere(viewer, filters, containsOutsideContacts(filters.search))
}

/** Returns the same condition for former versions. */
function formerWhere(viewer: Viewer, filters: Filters): SQL {
  return invoiceWhere(viewer, filters, containsIn(filters.search))
}

/**
 * Describes how the filters select invoices by date, so that freshness can count rows with unreadable dates.
 * The processing day is Furrow's own and always known, so it needs no entry.
 */
export function invoiceDates(viewer: Viewer, filters: Filters): DatedAnswer {
  const { issued_from, issued_to, due_from, due_to, unpaid_over, ...rest } = filters
  const none = { issued_from: null, issued_to: null, due_from: null, due_to: null, unpaid_over: null }
  const issued = [issued_to, unpaid_over].filter((day) => day !== null).sort()[0] ?? null
  return {
    table: sql`invoice`,
    where: allOf([invoiceWhere(viewer, { ...rest, ...none }), isUnpaid(filters)]),
    placing: dateFilter(ISSUE_FIELDS[filters.source], sql`issued_on`, issued_from, issued),
    others: [dateFilter('payment_deadline', sql`due_on`, due_from, due_to)].filter(
      (filter) => filter !== null,
    ),
  }
}

/** Compares plain states literally; `unknown` and `other` each stand for a set of rows. */
function byState(states: Filters['state']): Predicate {
  const plain = states.filter((state) => state !== 'unknown' && !isOtherOrWord(state))
  const chosen = [
    anyOf(sql`state`, plain),
    states.includes('unknown') ? unknownStateSql : null,
    states.includes(OTHER_STATE) ? otherStateSql : null,
    anyWord(sql`state`, states, { value: OTHER_STATE, means: otherStateSql }),
  ].filter((predicate) => predicate !== null)
  return chosen.length === 0 ? null : sql`(${sql.join(chosen, sql` or `)})`
}

function isOtherOrWord(state: string): boolean {
  return state === OTHER_STATE || otherWord(state, OTHER_STATE) !== null
}

/**
 * Returns the same set from the aggregates, or null if the aggregates do not support the filters.
 * @param at the instant as of which; null: now
 */
export function invoiceAggregates(
  viewer: Viewer,
  { as_of: _, ...filters }: Filters,
  at: string | null = null,
): SQL | null {
  const { source, currency, state, funnel_state, funding_source, issued_from, issued_to, ...others } = filters
  const isCarried = Object.values(others).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  )
  const hasWords = [...state, ...funnel_state].some((value) => otherWord(value, OTHER_STATE) !== null)
  if (!isCarried || hasWords) return null
  const where = allOf([
    sql`source = ${source}`,
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, currency),
    anyOf(sql`state`, state),
    anyOf(sql`funnel_state`, funnel_state),
    byFundingSource(funding_source),
  ])
  const range = { from: issued_from, to: issued_to }
  if (at !== null) return aggregatesAsOf('invoice', { viewer, at }, where, range)
  return aggregates('invoice', where, range)
}

/** The sortable columns of invoices, each with an index; qualified as those of billing periods. */
export const INVOICE_SORT_COLUMNS: Record<InvoiceSortField, SortColumn> = {
  issued_on: { column: sql`invoice.issued_on`, type: 'date' },
  due_on: { column: sql`invoice.due_on`, type: 'date' },
  processed_on: { column: sql`invoice.processed_on`, type: 'date' },
  amount: { column: sql`invoice.amount`, type: 'numeric' },
  number: { column: sql`invoice.number`, type: 'text' },
  customer: { column: sql`invoice.customer`, type: 'text' },
  state: { column: sql`invoice.state`, type: 'text' },
  funding_source: { column: sql`invoice.funding_source`, type: 'text' },
  changed_at: { column: sql`invoice.changed_at`, type: 'timestamptz' },
}

/**
 * Builds the query for a page of the invoices that match the filters and the viewer's scope.
 * @param at the instant as of which; null: now
 */
export function invoicePage(
  viewer: Viewer,
  filters: CheckedFilters,
  at: string | null = null,
): PageQuery<InvoiceRow> {
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  const isSearch = filters.search !== null
  return {
    select: invoiceColumns,
    read: readInvoiceRows,
    table: sql`invoice`,
    where: at === null ? invoiceWhere(viewer, filters) : unchangedWhere(viewer, filters),
    asOf: at === null ? undefined : { of: 'invoice', viewer, at, former: formerWhere(viewer, filters) },
    whereUnsearched: isSearch ? invoiceWhere(viewer, { ...filters, search: null }) : null,
    sort: INVOICE_SORT_COLUMNS[field],
    isDescending,
    isOneValue:
      (field === 'state' && isOnly(filters.state, 'unknown', OTHER_STATE, `${OTHER_STATE}:`)) ||
      (field === 'funding_source' && isOnly(filters.funding_source, UNASSIGNED_CHOICE)) ||
      (field === 'customer' && isOnly(filters.customer)),
  }
}

/**
 * Returns the totals of the whole filtered set: from the aggregates if they support the filters, else from
 * the rows.
 * @param at the instant as of which; null: now
 */
export function invoiceTotals(
  tx: Executor,
  viewer: Viewer,
  { sort: _, ...filters }: CheckedFilters,
  at: string | null = null,
): Promise<CurrencyTotal[]> {
  const carried = invoiceAggregates(viewer, filters, at)
  if (carried) return totalsOfAggregates(tx, carried)
  if (at !== null) return totalsOfRows(tx, invoicesAsOf(viewer, filters, at), sql`true`)
  return totalsOfRows(tx, sql`invoice`, invoiceWhere(viewer, filters))
}

/**
 * Returns a FROM source with the invoices that match as of an instant.
 * @param each ends the SELECT of each side
 */
export function invoicesAsOf(viewer: Viewer, filters: Filters, at: string, each?: SQL): SQL {
  const sides = { unchanged: unchangedWhere(viewer, filters), former: formerWhere(viewer, filters) }
  return rowsAsOf('invoice', { viewer, at }, sides, each)
}

/** Counts the invoices that matched at an instant and have left the viewer's scope since. */
export function leftInvoices(tx: Executor, viewer: Viewer, filters: Filters, at: string): Promise<number> {
  return countLeft(tx, 'invoice', { viewer, at }, formerWhere(viewer, filters))
}
