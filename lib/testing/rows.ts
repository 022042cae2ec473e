import 'server-only'
import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { billingStatusGroup } from '#lib/billing-periods/status.ts'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { FUNNEL_STATES, invoiceStateGroup, OTHER_STATE } from '#lib/invoices/status.ts'
import type { Decimal } from '#lib/money.ts'
import { sumMoney } from '#lib/money.ts'
import type { Database } from '#lib/server/db/client.ts'
import { billingPeriod, invoice } from '#lib/server/db/schema.ts'
import {
  billingPeriodDay,
  billingPeriodWeek,
  billingPeriodYear,
  collectionWeek,
  invoiceDay,
  invoiceWeek,
  invoiceYear,
  unpaidDay,
} from '#lib/server/db/schema-aggregates.ts'
import { contract } from '#lib/server/db/schema-contracts.ts'
import { LEVELS, type Level } from '#lib/server/lists/aggregates.ts'
import type { Source } from '#lib/sources.ts'
import { isoYearStart, weekStart } from '#lib/week.ts'
import { contractsOf, type OracleContract, type OraclePeriod } from './contract-oracle.ts'

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
const OUTSTANDING = ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED']

/** Builds a billing period from its id and the fields that the test sets. */
export function period(id: string, fields: Partial<PeriodRow> = {}): PeriodRow {
  return { id, firstSeenAt: SEEN, changedAt: SEEN, ...fields }
}

/** Builds an invoice from its source, its id and the fields that the test sets. */
export function anInvoice(source: Source, id: string, fields: Partial<InvoiceRow> = {}): InvoiceRow {
  return { source, id, firstSeenAt: SEEN, changedAt: SEEN, ...fields }
}

/** Replaces the billing periods of a test database, and their aggregates, computed here from the rows. */
export async function putPeriods(db: Database, rows: readonly PeriodRow[]): Promise<void> {
  await db.execute(
    sql`truncate billing_period, billing_period_day, billing_period_week, billing_period_year, collection_week,
      contract, contract_standing, unpaid_day`,
  )
  for (const batch of batches(rows)) {
    await db.insert(billingPeriod).values(batch.map((row) => ({ ...stamps, ...row, raw: row.raw ?? {} })))
  }
  const listed = rows.filter((row) => !row.goneAt)
  const tables = { day: billingPeriodDay, week: billingPeriodWeek, year: billingPeriodYear }
  for (const level of LEVELS) {
    const sums = addedUp(listed, (row) => {
      return [
        firstDay(level, row.startDate),
        row.currency,
        row.fundingSource,
        billingStatusGroup(row.status ?? null),
      ]
    })
    const values = sums.map(({ key: [day, currency, fundingSource, status], ...own }) => {
      return { day, currency, fundingSource, status: status ?? '', ...own }
    })
    for (const batch of batches(values)) await db.insert(tables[level]).values(batch)
  }
  await putCollections(db, listed)
  await putUnpaid(db, listed)
  await putContracts(db, listed)
}

async function putUnpaid(db: Database, listed: readonly PeriodRow[]): Promise<void> {
  const open = listed.filter(({ status }) => OUTSTANDING.includes(status ?? ''))
  const sums = addedUp(open, (row) => [
    row.startDate,
    row.endDate,
    row.currency,
    row.fundingSource,
    row.status,
  ])
  const values = sums.map(({ key: [day, endDay, currency, fundingSource, status], ...own }) => {
    return { day, endDay, currency, fundingSource, status: status ?? '', ...own }
  })
  for (const batch of batches(values)) await db.insert(unpaidDay).values(batch)
}

async function putCollections(db: Database, listed: readonly PeriodRow[]): Promise<void> {
  const dated = listed.filter((row) => row.startDate)
  const sums = addedUp(dated, (row) => [
    firstDay('week', row.startDate),
    row.currency,
    billingStatusGroup(row.status ?? null),
  ])
  const weeks = Map.groupBy(sums, ({ key }) => key[0] ?? '')
  const ordered = [...weeks].map(([day, own]) => {
    const lines = own.map(({ key: [, currency = null, status], ...sum }) => {
      return [currency, status, sum.count, sum.amount, sum.unknownAmounts]
    })
    // By currency, unknown ones last, and then by status.
    const placeOf = ([currency, status]: unknown[]) => `${currency === null ? 1 : 0} ${currency} ${status}`
    return { day, sums: lines.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)) }
  })
  for (const batch of batches(ordered)) await db.insert(collectionWeek).values(batch)
}

/** Adds the contracts of these periods, with their figures for the day of the test. */
async function putContracts(db: Database, listed: readonly PeriodRow[]): Promise<void> {
  const today = dayInZone(new Date(), 'UTC')
  const columns = [
    'contract',
    'currency',
    'fundingSource',
    'startDate',
    'endDate',
    'status',
    'amount',
  ] as const
  const periods = listed.map(
    (row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null])) as OraclePeriod,
  )
  const contracts = contractsOf(periods, today).map((one) => ({
    ...one,
    id: contractId(one),
    rate: Number(one.billed) > 0 ? String(Number(one.collected) / Number(one.billed)) : null,
  }))
  for (const batch of batches(contracts)) await db.insert(contract).values(batch)
  await db.execute(sql`insert into source_fact (source, resource, fact, value, at)
    values ('hello-tractor', 'billing-periods', 'contracts', ${JSON.stringify({ day: today, pending: 0, days: [] })}::jsonb, now())
    on conflict (source, resource, fact) do update set value = excluded.value`)
}

/** Returns the id that the product gives a contract. */
function contractId({ contract, currency, fundingSource }: OracleContract): string {
  const key = [contract, currency, fundingSource].map((part) => JSON.stringify(part)).join(', ')
  return hash('sha256', `[${key}]`).slice(0, 32)
}

/** Replaces the invoices of a test database, and their aggregates. */
export async function putInvoices(db: Database, rows: readonly InvoiceRow[]): Promise<void> {
  await db.execute(sql`truncate invoice, invoice_day, invoice_week, invoice_year`)
  for (const batch of batches(rows)) {
    await db.insert(invoice).values(batch.map((row) => ({ ...stamps, ...row, raw: row.raw ?? {} })))
  }
  const listed = rows.filter((row) => !row.goneAt)
  const tables = { day: invoiceDay, week: invoiceWeek, year: invoiceYear }
  for (const level of LEVELS) {
    const sums = addedUp(listed, (row) => {
      const groups = [row.source, invoiceStateGroup(row.state ?? null), funnelGroup(row.funnelState)]
      return [firstDay(level, row.issuedOn), row.currency, row.fundingSource, ...groups]
    })
    const values = sums.map(({ key: [day, currency, fundingSource, source, state, funnelState], ...own }) => {
      const groups = { source: source ?? '', state: state ?? '', funnelState: funnelState ?? '' }
      return { day, currency, fundingSource, ...groups, ...own }
    })
    for (const batch of batches(values)) await db.insert(tables[level]).values(batch)
  }
}

function funnelGroup(state: string | null | undefined): string {
  return FUNNEL_STATES.find((known) => known === state) ?? OTHER_STATE
}

function firstDay(level: Level, day: Day | null | undefined): Day | null {
  if (!day) return null
  return { day, week: weekStart(day), year: isoYearStart(day) }[level]
}

type Key = (string | null | undefined)[]
type Sums = { key: Key; count: number; amount: Decimal; unknownAmounts: number }

function addedUp<Row extends { amount?: string | null }>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Sums[] {
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
