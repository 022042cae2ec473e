import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { OTHER_STATE } from '#lib/invoices/status.ts'
import { otherWord } from '#lib/other-words.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { otherFunnelStateSql, otherStateSql } from '#lib/server/lists/other-status.ts'
import {
  allOf,
  anyOf,
  anyOfOrWord,
  anyWord,
  between,
  byFundingSource,
  contains,
  inScope,
  type Predicate,
} from '#lib/server/lists/predicates.ts'
import { type DatedAnswer, dateFilter, ISSUE_FIELDS } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { InvoicesAsked } from './asked.ts'

type Asked = Omit<InvoicesAsked, 'sort'>

const isUnknownState = sql`(state is null or state collate "C" = 'unknown')`
/** Returns the condition for the rows of `invoice` that match the filters and the viewer's scope. */
export function invoiceWhere(viewer: Viewer, filters: Asked): SQL {
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
    contains(viewer, filters.search, (pattern) => sql`furrow_search_invoices(${filters.source}, ${pattern})`),
  ])
}

/**
 * Describes how the filters select invoices by date, so that freshness can count rows with unreadable dates.
 * The processing day is Furrow's own and always known, so it needs no entry.
 */
export function invoiceDates(viewer: Viewer, filters: Asked): DatedAnswer {
  const { issued_from, issued_to, due_from, due_to, ...rest } = filters
  const undated = { ...rest, issued_from: null, issued_to: null, due_from: null, due_to: null }
  return {
    table: sql`invoice`,
    where: invoiceWhere(viewer, undated),
    placing: dateFilter(ISSUE_FIELDS[filters.source], sql`issued_on`, issued_from, issued_to),
    others: [dateFilter('payment_deadline', sql`due_on`, due_from, due_to)].filter(
      (filter) => filter !== null,
    ),
  }
}

/** Compares plain states literally; `unknown` and `other` each stand for a set of rows. */
function byState(states: Asked['state']): Predicate {
  const plain = states.filter((state) => state !== 'unknown' && !isOtherOrWord(state))
  const chosen = [
    anyOf(sql`state`, plain),
    states.includes('unknown') ? isUnknownState : null,
    states.includes(OTHER_STATE) ? otherStateSql : null,
    anyWord(sql`state`, states, { value: OTHER_STATE, means: otherStateSql }),
  ].filter((predicate) => predicate !== null)
  return chosen.length === 0 ? null : sql`(${sql.join(chosen, sql` or `)})`
}

function isOtherOrWord(state: string): boolean {
  return state === OTHER_STATE || otherWord(state, OTHER_STATE) !== null
}

/** Returns the same set from the aggregates, or null if the aggregates do not support the filters. */
export function invoiceAggregates(viewer: Viewer, filters: Asked): SQL | null {
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
  return aggregates('invoice', where, { from: issued_from, to: issued_to })
}
