import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BILLING_PERIOD_SORTS,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import { INVOICE_SORTS_BY_SOURCE, invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { billingPeriodPage, billingPeriodWhere } from '#lib/server/billing-periods/query.ts'
import { type Executor, readSnapshot, rows } from '#lib/server/db/client.ts'
import { checkInvoiceFilters } from '#lib/server/invoices/checked-filters.ts'
import { invoicePage, invoiceWhere } from '#lib/server/invoices/query.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PageQuery, type Position, partStatement, readPage } from './keyset.ts'
import { sortOrder } from './sorting.ts'

type Page = Awaited<ReturnType<typeof readPage>>

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.execute(`
    insert into billing_period (id, contract, start_date, end_date, status, currency, amount, funding_source,
      content_hash, raw, first_seen_at, changed_at)
    select n::text, 'Contract ' || n % 400, date '2024-01-01' + n % 700, date '2024-01-07' + n % 700, 'PENDING', 'NGN', n,
      'AGRI-' || n % 5, '', '{}', now(), now() - n * interval '1 s' from generate_series(1, 30000) n`)
  await own.db.execute(`
    insert into invoice (source, id, number, customer, currency, amount, state, issued_on, due_on, processed_on,
      funding_source, content_hash, raw, first_seen_at, changed_at)
    select (array['hello-tractor', 'payment-links', 'client-invoices'])[n % 3 + 1], n::text, 'N' || n,
      'Customer ' || n % 300, 'NGN', n, 'paid', date '2024-01-01' + n % 700, date '2024-01-01' + n % 700,
      date '2024-01-01' + n % 700, 'AGRI-' || n % 5, '', '{}', now(), now() - n * interval '1 s'
    from generate_series(1, 30000) n`)
  // A fifth of the rows lack each optional value.
  await own.db.execute(`
    update billing_period set contract = null, start_date = null, end_date = null, status = null, amount = null,
      funding_source = null where id::int % 5 = 0`)
  await own.db.execute(`
    update invoice set number = null, customer = null, amount = null, state = null, issued_on = null, due_on = null,
      processed_on = null, funding_source = null where id::int % 5 = 0`)
  const client = await own.db.$client.connect()
  await client.query('vacuum analyze')
  client.release()
})
afterAll(() => own.drop())

const AT: Record<string, Position> = {
  date: { key: '2025-01-01', id: '5' },
  numeric: { key: '12000', id: '5' },
  text: { key: 'M', id: '5' },
  timestamptz: { key: '2025-01-01 00:00:00.123456+00', id: '5' },
}

/**
 * Returns the node types in the plan of a page's statement as the web server runs it. For a scoped viewer,
 * checks that the plan without the row policy has the same nodes.
 */
async function planOf(viewer: Viewer, query: PageQuery, after: Position | null): Promise<string[]> {
  const statement = partStatement(
    { ...query, after, limit: 51 },
    after?.key === null ? 'missing' : 'valued',
    51,
  )
  const text = await readSnapshot(viewer, ({ tx }) => explain(tx, statement))
  if (viewer !== operator) expect(nodesIn(text)).toEqual(nodesIn(await explain(own.db, statement)))
  return nodesIn(text)
}

function nodesIn(text: string): string[] {
  const nodes = [...text.matchAll(/"Node Type":"([^"]+)"/g)].map((match) => match[1] ?? '')
  // Result nodes are the policy's once-a-statement checks: whether the viewer sees all rows, and which
  // funding sources.
  return nodes.filter((node) => node !== 'Result')
}

async function explain(tx: Executor, statement: SQL): Promise<string> {
  const [found] = await rows<{ 'QUERY PLAN': unknown }>(tx, sql`explain (format json) ${statement}`)
  return JSON.stringify(found?.['QUERY PLAN'])
}

async function expectIndexWalk(viewer: Viewer, query: PageQuery): Promise<void> {
  const deep = AT[query.sort.type] ?? null
  // Every row has a time of change, so none lacks a value there.
  const missing = query.sort.type === 'timestamptz' ? [] : [{ key: null, id: '5' }]
  for (const after of [null, deep, ...missing]) {
    const plan = await planOf(viewer, query, after)
    if (viewer === operator) expect(plan).toEqual(['Limit', 'Index Scan'])
  }
}

const ofTwo = financier('AGRI-1', 'AGRI-2')
const VIEWERS: [string, Viewer][] = [
  ['an operator', operator],
  ['a financier of two funding sources of five', ofTwo],
]

describe.each(VIEWERS)(
  'a page is read along an index, first and deep, with and without a value, with the same plan under a row policy, for %s',
  (_name, viewer) => {
    test.each(BILLING_PERIOD_SORTS)('billing periods by %s', async (sort) => {
      const { field } = sortOrder<BillingPeriodSortField>(sort)
      const search = new URLSearchParams(field === 'amount' ? { currency: 'NGN' } : {})
      search.set('sort', sort)
      await expectIndexWalk(viewer, billingPeriodPage(viewer, parseParams(billingPeriodFilters, search)))
    })

    test.each(
      SOURCES.flatMap((source) => INVOICE_SORTS_BY_SOURCE[source].map((field) => [source, field] as const)),
    )('invoices of %s by %s', async (source, field) => {
      for (const sort of [field, `-${field}`]) {
        const search = new URLSearchParams({ source, sort, ...(field === 'amount' && { currency: 'NGN' }) })
        const asked = checkInvoiceFilters(parseParams(invoiceFilters, search))
        await expectIndexWalk(viewer, invoicePage(viewer, asked))
      }
    })

    test.each([
      ['', 0.02],
      ['status=PENDING&currency=NGN', 0.02],
      ['start_from=2025-01-01', 0.02],
      ['funding_source=AGRI-1', 0.02],
    ])('PostgreSQL estimates as many rows of "%s" as without a policy', async (search, tolerance) => {
      const where = billingPeriodWhere(viewer, parseParams(billingPeriodFilters, new URLSearchParams(search)))
      const statement = sql`select id from billing_period where ${where}`
      const expected = rowsIn(await explain(own.db, statement))
      const underPolicy = rowsIn(await readSnapshot(viewer, ({ tx }) => explain(tx, statement)))
      expect(Math.abs(underPolicy / expected - 1)).toBeLessThan(tolerance)
    })
  },
)

describe('as of an instant the rows that have not changed since are read along an index', () => {
  const at = '2026-11-20T00:00:00Z'
  const isWhole = /"Node Type":"(Seq|Bitmap Heap) Scan"[^{}]*"Relation Name":"(billing_period|invoice)"/
  const planFor = (viewer: Viewer, query: PageQuery) =>
    readSnapshot(viewer, ({ tx }) =>
      explain(tx, partStatement({ ...query, after: null, limit: 51 }, 'valued', 51)),
    )

  test.each(VIEWERS)('for %s', async (_name, viewer) => {
    for (const sort of BILLING_PERIOD_SORTS.filter((each) => !/changed_at|amount/.test(each))) {
      const filters = parseParams(billingPeriodFilters, new URLSearchParams({ sort }))
      expect(await planFor(viewer, billingPeriodPage(viewer, filters, at)), sort).not.toMatch(isWhole)
    }
    const filters = parseParams(invoiceFilters, new URLSearchParams({ source: 'hello-tractor' }))
    const page = invoicePage(viewer, checkInvoiceFilters(filters), at)
    expect(await planFor(viewer, page)).not.toMatch(isWhole)
  })
})

/** Returns PostgreSQL's row estimate for a plan's top node. */
function rowsIn(plan: string): number {
  return Number(/"Plan Rows":(\d+)/.exec(plan)?.[1])
}

describe('a text search uses the trigram index', () => {
  const scans = async (table: string) => {
    const [found] = await rows<{ scans: number }>(
      own.db,
      sql`select idx_scan::int as scans from pg_stat_user_indexes where indexrelname = ${`${table}_search`}`,
    )
    return found?.scans ?? 0
  }

  test.each(VIEWERS)('for %s', async (_name, viewer) => {
    const periods = billingPeriodWhere(viewer, {
      ...parseParams(billingPeriodFilters, new URLSearchParams({ search: 'contract 12' })),
    })
    const asked = checkInvoiceFilters(
      parseParams(invoiceFilters, new URLSearchParams({ source: 'payment-links', search: 'N123' })),
    )
    const statements = {
      billing_period: sql`select id from billing_period where ${periods}`,
      invoice: sql`select id from invoice where ${invoiceWhere(viewer, asked)}`,
    }
    for (const [table, statement] of Object.entries(statements)) {
      const before = await scans(table)
      const found = await readSnapshot(viewer, async ({ tx }) => {
        await tx.execute(sql`select pg_stat_force_next_flush()`)
        return rows(tx, statement)
      })
      expect(found.length).toBeGreaterThan(0)
      await expect.poll(() => scans(table)).toBeGreaterThan(before)
    }
  })
})

describe('a search with many matches reads the same page by walking the order and by collecting the matches', () => {
  // Each contract with a 3 among the first rows of the order, then one that only its last rows have.
  test.each([
    ['start_date', 'contract 3'],
    ['-start_date', 'contract 3'],
    ['contract', 'contract 39'],
    ['-contract', 'contract 10'],
  ])('by %s for "%s"', async (sort, search) => {
    const asked = parseParams(billingPeriodFilters, new URLSearchParams({ sort, search }))
    const page = { ...billingPeriodPage(operator, asked), limit: 50 }
    let after: Position | null = null
    for (let pages = 0; pages < 3; pages += 1) {
      const walked: Page = await readPage(own.db, { ...page, after, matching: 30_000 })
      const collected: Page = await readPage(own.db, { ...page, after, matching: 100 })
      expect(walked.rows).toHaveLength(50)
      expect(walked).toEqual(collected)
      after = walked.next
    }
  })
})
