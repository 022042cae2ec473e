import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BILLING_PERIOD_SORTS, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { INVOICE_SORTS_BY_SOURCE, invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { billingPeriodPage } from '#lib/server/billing-periods/query.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { checkInvoiceFilters } from '#lib/server/invoices/checked-filters.ts'
import { invoicePage } from '#lib/server/invoices/query.ts'
import { readPage } from '#lib/server/lists/keyset.ts'
import { toInvoice as toClientInvoice } from '#lib/server/upstream/client-invoices/map.ts'
import { MAX_ID_LENGTH, MAX_TEXT_BYTES } from '#lib/server/upstream/fields.ts'
import { toBillingPeriod, toInvoice } from '#lib/server/upstream/hello-tractor/map.ts'
import { toInvoice as toLink } from '#lib/server/upstream/payment-links/map.ts'
import { SOURCES } from '#lib/sources.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type MirrorRecord, toMirrorRow } from './row.ts'
import { tableOf } from './tables.ts'
import { upsertRows } from './write.ts'

// A b-tree entry holds at most 2,704 bytes. Pseudo-random characters keep compression from shortening the
// texts.

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const BYTES_OF_A_CHARACTER = 3

/** Returns characters of three bytes each, different for every name and the same every time. */
function characters(name: string, length: number): string {
  const places = Array.from({ length }, (_, at) =>
    Number.parseInt(hash('sha256', `${name}${at}`).slice(0, 6), 16),
  )
  return places.map((place) => String.fromCharCode(0x4e00 + (place % 0x5000))).join('')
}

const longest = (name: string) => characters(name, Math.floor(MAX_TEXT_BYTES / BYTES_OF_A_CHARACTER))
const longestId = (name: string) => characters(name, MAX_ID_LENGTH)
const AMOUNT = `${'9'.repeat(40)}.${'9'.repeat(40)}`

/**
 * Rows of every list with the longest accepted text in each field, under the field names of their sources.
 */
function longestRows(text: (name: string) => string) {
  const common = { currency: text('currency'), funding_source: text('fund') }
  const period = {
    id: longestId('period'),
    loanName: text('contract'),
    status: { label: text('status') },
    start_date: '2026-03-02',
    end_date: '2026-03-08',
    totalAmountIncMaintenanceFee: AMOUNT,
  }
  const invoice = {
    id: longestId('invoice'),
    invoice_no: text('number'),
    title: text('title'),
    total: AMOUNT,
    created_at: '2026-03-02T08:00:00Z',
    invoice_type: { code: text('type') },
    invoice_paid: true,
  }
  const link = {
    invoiceId: longestId('link'),
    invoiceStatus: text('state'),
    overallStatus: text('funnel'),
    customLabel1: 'Programme',
    customValue1: text('fund'),
    created: '2026-03-02T08:00:00Z',
    invoiceAmount: AMOUNT,
    currency: text('currency'),
    accountNumber: text('account'),
  }
  const client = {
    invoice_number: longestId('client'),
    customer_name: text('customer'),
    invoice_type: text('type'),
    billing_site_ref: text('site'),
    billing_site_name: text('site name'),
    accounting_date: '2026-03-02',
  }
  return {
    period: toBillingPeriod({ ...period, ...common }),
    invoice: toInvoice({ ...invoice, ...common }, 'Africa/Lagos'),
    link: toLink(link, { currency: null, fundingSourceLabel: 'Programme' }),
    client: toClientInvoice(client),
  }
}

async function write(db: Database, record: MirrorRecord | null): Promise<void> {
  if (!record) throw new Error('The row was not read')
  const { source, table } =
    'contract' in record
      ? { source: 'hello-tractor' as const, table: tableOf('billing-periods') }
      : { source: record.source, table: tableOf('invoices') }
  const written = {
    ...toMirrorRow(record),
    assignment: 'row' as const,
    windowFrom: '2026-03-02',
    previousSeenAt: null,
  }
  const at = '2026-03-02T08:00:00Z'
  const times = { startedAt: at, seenAt: at, recordedAt: at }
  await db.transaction((tx) => upsertRows(tx, table, source, [written], times))
}

describe('writes rows with the longest texts in every field, and reads them in every order', () => {
  const { period, invoice, link, client } = longestRows(longest)

  test.each([
    ['a billing period', period],
    ['an invoice', invoice],
    ['a payment link', link],
    ['a client invoice', client],
  ])('%s', async (_, record) => {
    await write(own.db, record)
  })

  test.each(BILLING_PERIOD_SORTS)('billing periods by %s', async (sort) => {
    const asked = parseParams(billingPeriodFilters, new URLSearchParams({ sort }))
    const page = await readPage(own.db, {
      ...billingPeriodPage(operator, asked),
      after: null,
      limit: 10,
    })
    expect(page.rows).toMatchObject([{ id: longestId('period'), contract: longest('contract') }])
  })

  const ids = { 'hello-tractor': 'invoice', 'payment-links': 'link', 'client-invoices': 'client' } as const
  test.each(
    SOURCES.flatMap((source) => INVOICE_SORTS_BY_SOURCE[source].map((sort) => [source, sort] as const)),
  )('invoices of %s by %s', async (source, sort) => {
    const search = new URLSearchParams({ source, sort: sort === 'amount' ? 'number' : sort })
    const asked = checkInvoiceFilters(parseParams(invoiceFilters, search))
    const page = await readPage(own.db, {
      ...invoicePage(operator, asked),
      after: null,
      limit: 10,
    })
    expect(page.rows.map(({ id }) => id)).toEqual([longestId(ids[source])])
  })
})

test('shortens a text too long for an index, and keeps the original in the raw record', async () => {
  const { period } = longestRows((name) => `${longest(name)}字`)
  const shortened = expect.stringMatching(/^.{100,} … \(shortened, [0-9a-f]{8}\)$/)
  expect(period).toMatchObject({
    contract: shortened,
    status: shortened,
    currency: shortened,
    fundingSource: shortened,
  })
  await write(own.db, period)
  const [found] = await rows<{ contract: string; raw: string }>(
    own.db,
    sql`select contract, raw->>'loanName' as raw from billing_period where id = ${longestId('period')}`,
  )
  expect(found).toEqual({ contract: shortened, raw: `${longest('contract')}字` })
})
