import 'server-only'
import { sql } from 'drizzle-orm'
import { billingStatusGroup } from '#lib/billing-periods/status.ts'
import { invoiceStateGroup } from '#lib/invoices/status.ts'
import type { Decimal } from '#lib/money.ts'
import { sumMoney } from '#lib/money.ts'
import type { Source } from '#lib/sources/sources.ts'
import type { Database } from '../db/client.ts'
import { billingPeriod, billingPeriodDay, invoice, invoiceDay } from '../db/schema.ts'

export type PeriodRow = Omit<typeof billingPeriod.$inferInsert, 'contentHash' | 'raw' | 'searchText'> & {
  raw?: Record<string, unknown>
}
export type InvoiceRow = Omit<typeof invoice.$inferInsert, 'contentHash' | 'raw' | 'searchText'> & {
  source: Source
  raw?: Record<string, unknown>
}

const SEEN = '2026-03-02T08:00:00.123Z'
const stamps = { contentHash: 'test', firstSeenAt: SEEN, changedAt: SEEN }
const BATCH = 500

/** A billing period with nothing known but its id, and what the test says of it. */
export function period(id: string, fields: Partial<PeriodRow> = {}): PeriodRow {
  return { id, firstSeenAt: SEEN, changedAt: SEEN, ...fields }
}

/** An invoice with nothing known but its source and id, and what the test says of it. */
export function anInvoice(source: Source, id: string, fields: Partial<InvoiceRow> = {}): InvoiceRow {
  return { source, id, firstSeenAt: SEEN, changedAt: SEEN, ...fields }
}

/** Replaces the billing periods of a test database, and their aggregates, which are added up here from the rows. */
export async function putPeriods(db: Database, rows: readonly PeriodRow[]): Promise<void> {
  await db.execute(sql`truncate billing_period, billing_period_day`)
  for (const batch of batches(rows)) {
    await db.insert(billingPeriod).values(batch.map((row) => ({ ...stamps, ...row, raw: row.raw ?? {} })))
  }
  const days = dayTotals(
    rows.filter((row) => !row.goneAt),
    (row) => [row.startDate, row.currency, row.fundingSource, billingStatusGroup(row.status ?? null)],
  )
  const values = days.map(({ key: [day, currency, fundingSource, status], ...sums }) => {
    return { day, currency, fundingSource, status: status ?? '', ...sums }
  })
  for (const batch of batches(values)) await db.insert(billingPeriodDay).values(batch)
}

/** Replaces the invoices of a test database, and their aggregates. */
export async function putInvoices(db: Database, rows: readonly InvoiceRow[]): Promise<void> {
  await db.execute(sql`truncate invoice, invoice_day`)
  for (const batch of batches(rows)) {
    await db.insert(invoice).values(batch.map((row) => ({ ...stamps, ...row, raw: row.raw ?? {} })))
  }
  const days = dayTotals(
    rows.filter((row) => !row.goneAt),
    (row) => [
      row.issuedOn,
      row.currency,
      row.fundingSource,
      invoiceStateGroup(row.state ?? null),
      row.source,
    ],
  )
  const values = days.map(({ key: [day, currency, fundingSource, state, source], ...sums }) => {
    return { source: source ?? '', day, currency, fundingSource, state: state ?? '', ...sums }
  })
  for (const batch of batches(values)) await db.insert(invoiceDay).values(batch)
}

type Key = (string | null | undefined)[]
type DayTotal = { key: Key; count: number; amount: Decimal; unknownAmounts: number }

function dayTotals<Row extends { amount?: string | null }>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): DayTotal[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keyOf(row).map((part) => part ?? null)))
  return [...groups].map(([key, own]) => {
    const known = own.flatMap((row) => row.amount ?? [])
    return {
      key: JSON.parse(key),
      count: own.length,
      amount: sumMoney(known),
      unknownAmounts: own.length - known.length,
    }
  })
}

function batches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  )
}
