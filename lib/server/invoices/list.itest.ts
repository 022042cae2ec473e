import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INVOICE_SORTS_BY_SOURCE, type InvoiceFilters, invoiceFilters } from '#lib/invoices/filters.ts'
import { type INVOICE_STATES, invoiceStateGroup } from '#lib/invoices/status.ts'
import { compareMoney, sumMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, type InvoiceRow, putInvoices } from '#lib/testing/rows.ts'
import { checkInvoiceFilters } from './checked-filters.ts'
import { listInvoices } from './list.ts'
import { invoiceAggregates, invoiceWhere } from './query.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const filtersOf = (query: string): InvoiceFilters => parseParams(invoiceFilters, new URLSearchParams(query))

async function idsOf(viewer: Viewer, query: string, limit = 200): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listInvoices>> = await listInvoices(viewer, {
      ...filtersOf(query),
      cursor,
      limit,
    })
    ids.push(...page.rows.map((row) => row.id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}

// One row in ten is gone, and one field in three is missing.
const gone = fc.integer({ min: 1, max: 10 }).map((number) => (number === 1 ? '2026-03-05T00:00:00Z' : null))
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 })
const day = fc.integer({ min: 1, max: 6 }).map((number) => `2026-03-0${number}`)
const text = nullable(fc.constantFrom('b', 'B', 'a', 'é'))
const tables = fc
  .array(
    fc.record({
      source: fc.constantFrom(...SOURCES),
      number: text,
      customer: text,
      currency: nullable(fc.constantFrom('NGN', 'KES')),
      amount: nullable(fc.constantFrom('-5', '0', '1.50', '9', '10', '12345678901234567890.123')),
      state: nullable(fc.constantFrom('paid', 'not_paid', 'unknown', 'other', 'disputed')),
      issuedOn: nullable(day),
      dueOn: nullable(day),
      processedOn: nullable(day),
      fundingSource: nullable(fc.constantFrom('AGRI-1', 'AGRI-2')),
      goneAt: gone,
    }),
    { minLength: 8, maxLength: 40, size: 'max' },
  )
  .map((found) => found.map((fields, at) => anInvoice(fields.source, `id-${at}`, fields)))

const sorts = SOURCES.flatMap((source) =>
  INVOICE_SORTS_BY_SOURCE[source].flatMap((field) => [
    { source, sort: field },
    { source, sort: `-${field}` },
  ]),
)
test.each(sorts)(
  'returns all rows of $source by $sort once over all pages, in the order of a single page',
  async ({ source, sort }) => {
    const currency = sort.endsWith('amount') ? '&currency=NGN' : ''
    await fc.assert(
      fc.asyncProperty(tables, fc.integer({ min: 1, max: 5 }), async (rows, limit) => {
        await putInvoices(own.db, rows)
        const query = `source=${source}&sort=${sort}${currency}`
        const paged = await idsOf(operator, query, limit)
        expect(paged).toEqual(await idsOf(operator, query))
        const expected = rows.filter(
          (row) => row.source === source && !row.goneAt && (!currency || row.currency === 'NGN'),
        )
        expect([...paged].sort()).toEqual(expected.map((row) => row.id).sort())
        if (!currency) return
        const amounts = paged.flatMap((id) => rows.find((row) => row.id === id)?.amount ?? [])
        const sign = sort.startsWith('-') ? -1 : 1
        expect(amounts).toEqual([...amounts].sort((a, b) => sign * compareMoney(a, b)))
      }),
      { numRuns: 4 },
    )
  },
)

describe('filters', () => {
  const anyOf = (values: readonly string[], value: string) => values.length === 0 || values.includes(value)

  test('selects exactly the rows of states, funding sources, days and scope, and totals agree from aggregates and rows', async () => {
    const queries = fc.record({
      source: fc.constantFrom('hello-tractor', 'payment-links'),
      state: fc.subarray<(typeof INVOICE_STATES)[number]>(['paid', 'not_paid', 'unknown', 'other']),
      funding_source: fc.subarray(['AGRI-1', '(unassigned)']),
      issued_from: nullable(day),
    })
    const viewers = fc.constantFrom(operator, financier('AGRI-1'), financier())
    await fc.assert(
      fc.asyncProperty(tables, queries, viewers, async (rows, query, viewer) => {
        await putInvoices(own.db, rows)
        const filters = { ...filtersOf(''), ...query }
        const expected = rows.filter(
          (row) =>
            row.source === query.source &&
            !row.goneAt &&
            (viewer.fundingSources === 'all' || viewer.fundingSources.includes(row.fundingSource ?? '')) &&
            anyOf(query.state, invoiceStateGroup(row.state ?? null)) &&
            anyOf(query.funding_source, row.fundingSource ?? '(unassigned)') &&
            (query.issued_from === null || (row.issuedOn ?? '') >= query.issued_from),
        )
        const list = await listInvoices(viewer, { ...filters, cursor: null, limit: 200 })
        expect(list.rows.map((row) => row.id).sort()).toEqual(expected.map((row) => row.id).sort())
        const { sort: _, ...asked } = checkInvoiceFilters(filters)
        const carried = invoiceAggregates(viewer, asked)
        if (!carried) throw new Error('the aggregates carry these filters')
        const [fromAggregates, fromRows = []] = await readSnapshot(operator, async ({ tx }) => [
          await totalsOfAggregates(tx, carried),
          await totalsOfRows(tx, sql`invoice`, invoiceWhere(viewer, asked)),
        ])
        const exact = (totals: typeof fromRows) =>
          totals.map((total) => ({ ...total, amount: total.amount && sumMoney([total.amount]) }))
        expect(list.totals).toEqual(fromAggregates)
        expect(exact(list.totals)).toEqual(exact(fromRows))
      }),
      { numRuns: 50 },
    )
  })

  const someRows: InvoiceRow[] = [
    anInvoice('client-invoices', 'F1', {
      number: 'F1',
      customer: 'A & B',
      siteRef: 'S1',
      siteName: 'Main',
      invoiceType: '1',
    }),
    anInvoice('client-invoices', 'F2', {
      number: 'F2',
      customer: 'A',
      siteRef: 'S2',
      invoiceType: '2',
      dueOn: '2026-03-04',
    }),
    anInvoice('payment-links', 'P1', {
      funnelState: 'clicked',
      processedOn: '2026-03-02',
      currency: 'AUD',
      amount: '3',
    }),
    anInvoice('payment-links', 'P2', { funnelState: 'lost', processedOn: '2026-03-03', amount: '4' }),
    anInvoice('payment-links', 'P3', { accountNumber: 'ABCD1234', fundingSource: 'AGRI-1' }),
  ]

  test.each([
    ['source=client-invoices&customer=A', ['F2']],
    ['source=client-invoices&customer=A&customer=A+%26+B', ['F2', 'F1']],
    ['source=client-invoices&site=S1', ['F1']],
    ['source=client-invoices&invoice_type=2', ['F2']],
    ['source=client-invoices&due_from=2026-03-01&due_to=2026-03-04', ['F2']],
    ['source=client-invoices&search=MAIN', ['F1']],
    ['source=payment-links&funnel_state=clicked', ['P1']],
    ['source=payment-links&funnel_state=other', ['P3', 'P2']],
    ['source=payment-links&processed_from=2026-03-03', ['P2']],
    ['source=payment-links&search=cd12', ['P3']],
    ['source=payment-links&currency=AUD', ['P1']],
  ])('%s', async (query, ids) => {
    await putInvoices(own.db, someRows)
    expect(await idsOf(operator, query)).toEqual(ids)
  })

  test('offers the choices of every filter with row counts, in scope', async () => {
    await putInvoices(own.db, someRows)
    const clients = await filterOptions(operator, { list: 'invoices', source: 'client-invoices' })
    expect(clients.options).toEqual({
      customer: [
        { value: 'A', label: 'A', count: 1 },
        { value: 'A & B', label: 'A & B', count: 1 },
      ],
      site: [
        { value: 'S1', label: 'S1 · Main', count: 1 },
        { value: 'S2', label: 'S2', count: 1 },
      ],
      invoice_type: [
        { value: '1', label: '1', count: 1 },
        { value: '2', label: '2', count: 1 },
      ],
    })
    const links = await filterOptions(operator, { list: 'invoices', source: 'payment-links' })
    expect(links.options.funding_source).toEqual([
      { value: '(unassigned)', label: 'Unassigned', count: 2 },
      { value: 'AGRI-1', label: 'AGRI-1', count: 1 },
    ])
    expect(links.options.currency).toEqual([{ value: 'AUD', label: 'AUD', count: 1 }])
    expect(links.options.funnel_state).toEqual([
      { value: 'other', label: 'Other', count: 2 },
      { value: 'clicked', label: 'Link opened', count: 1 },
      { value: 'other:', label: 'Other: none given', count: 1 },
      { value: 'other:lost', label: 'Other: lost', count: 1 },
    ])
    const scoped = await filterOptions(financier('AGRI-1'), { list: 'invoices', source: 'payment-links' })
    expect(scoped.options.funding_source).toEqual([{ value: 'AGRI-1', label: 'AGRI-1', count: 1 }])
  })
})
