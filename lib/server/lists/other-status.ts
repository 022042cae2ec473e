import 'server-only'
import { sql } from 'drizzle-orm'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import { noneOf } from './predicates.ts'

const KNOWN_STATES = INVOICE_STATES.filter((state) => state !== OTHER_STATE)

/** Billing periods whose status is outside the vocabulary or missing. */
export const otherStatusSql = noneOf(sql`status`, BILLING_STATUSES)

/** Payment links whose stage is outside the vocabulary or missing. */
export const otherFunnelStateSql = noneOf(sql`funnel_state`, FUNNEL_STATES)

/** Invoices with a status outside the vocabulary; a missing one does not count. */
export const otherStateSql = sql`(${noneOf(sql`state`, KNOWN_STATES)} and state is not null)`
