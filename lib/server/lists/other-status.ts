import 'server-only'
import { sql } from 'drizzle-orm'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import { noneOf } from './predicates.ts'

const KNOWN_STATES = INVOICE_STATES.filter((state) => state !== OTHER_STATE)

/** A status outside the vocabulary, or none. */
export const otherStatusSql = noneOf(sql`status`, BILLING_STATUSES)

/** A stage of a payment link outside the vocabulary, or none. */
export const otherFunnelStateSql = noneOf(sql`funnel_state`, FUNNEL_STATES)

/** A status of an invoice outside the vocabulary. */
export const otherStateSql = sql`(${noneOf(sql`state`, KNOWN_STATES)} and state is not null)`
