import 'server-only'
import { sql } from 'drizzle-orm'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { isLongPeriod, weekStart } from '#lib/week.ts'

/** A row of `billing_period`, as `billingPeriodColumns` selects it. */
export type BillingPeriodRow = Omit<BillingPeriod, 'week' | 'isLongPeriod'>

export const billingPeriodColumns = sql`
  id, contract, start_date::text as "startDate", end_date::text as "endDate", status, currency,
  amount::text as amount, amount_issue as "amountIssue", funding_source as "fundingSource", assignment,
  ${instantText(sql`first_seen_at`)} as "firstSeenAt", ${instantText(sql`changed_at`)} as "changedAt"`

/** Adds the values derived from a period's days: its week, and whether it extends beyond that week. */
export function toBillingPeriod(row: BillingPeriodRow): BillingPeriod {
  const { startDate, endDate } = row
  return {
    ...row,
    week: startDate === null ? null : weekStart(startDate),
    isLongPeriod: startDate !== null && endDate !== null && isLongPeriod(startDate, endDate),
  }
}
