import { describe, expect, test } from 'vitest'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import { KEY, settingsFor, startClients, upstreamError } from '#lib/server/upstream/testing/settings.ts'

const period = (id: number) => ({ id, status: { label: 'PENDING' }, totalAmountIncMaintenanceFee: '1.00' })
const page = (url: URL) => Number(url.searchParams.get('page') ?? '1')

async function start(answer: Answer) {
  const server = await startScripted(answer)
  return { server, client: startClients(settingsFor(server.url)).helloTractor }
}

async function walk<Row>(read: (token: string | null) => Promise<ListPage<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  for (let token: string | null = null, pages = 0; pages < 20; pages++) {
    const result: ListPage<Row> = await read(token)
    rows.push(...result.records)
    token = result.next
    if (token === null) return rows
  }
  throw new Error('the walk does not end')
}

describe('lists', () => {
  test('sends every billing period filter under its documented name, with the key', async () => {
    const { server, client } = await start((_, response) => sendJson(response, { results: [] }))
    const query = {
      search: 'Kaduna & "17"',
      currency: 'NGN',
      status: 'PAYMENT_COMPLETE',
      funding_source: 'AGRI FUND/1',
      start_date_gte: '2025-05-19',
      start_date_lte: '2025-05-20',
      end_date_gte: '2025-05-21',
      end_date_lte: '2025-05-25',
      ordering: 'created_at',
      limit: 100,
    }
    await client.billingPeriodPage(query, null)
    const [call] = server.seen
    expect(call?.url.pathname).toBe('/payg/lms/payment-requests')
    expect(Object.fromEntries(call?.url.searchParams ?? [])).toEqual({ ...query, limit: '100' })
    expect(call?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test('sends every invoice filter under its documented name', async () => {
    const { server, client } = await start((_, response) => sendJson(response, { results: [] }))
    const query = {
      search: 'x',
      date_from: '2025-05-01',
      date_to: '2025-05-31',
      currency: 'KES',
      funding_source: 'F',
      limit: 5,
    }
    await client.invoicePage(query, null)
    expect(server.seen[0]?.url.pathname).toBe('/payg/lms/invoices')
    expect(Object.fromEntries(server.seen[0]?.url.searchParams ?? [])).toEqual({ ...query, limit: '5' })
  })

  test('without page links counts pages until one is empty, whatever count and limit say', async () => {
    const { server, client } = await start(({ url }, response) =>
      sendJson(response, { count: 1, results: page(url) < 4 ? [period(page(url))] : [] }),
    )
    const rows = await walk((token) => client.billingPeriodPage({ currency: 'NGN', limit: 50 }, token))
    expect(rows.map((row) => row.id)).toEqual(['1', '2', '3'])
    expect(server.seen.map(({ url }) => url.search)).toEqual([
      '?currency=NGN&limit=50',
      '?currency=NGN&limit=50&page=2',
      '?currency=NGN&limit=50&page=3',
      '?currency=NGN&limit=50&page=4',
    ])
  })

  test('without page links a 404 ends the walk, but is an error on the first page', async () => {
    const { client } = await start(({ url }, response) =>
      page(url) > 2 || url.searchParams.has('search')
        ? sendJson(response, {}, 404)
        : sendJson(response, { results: [period(page(url))] }),
    )
    expect(await walk((token) => client.billingPeriodPage({}, token))).toHaveLength(2)
    const error = await upstreamError(client.billingPeriodPage({ search: 'x' }, null))
    expect(error.code).toBe('not_found')
  })

  test.each([
    ['on a foreign host, without the filters', (next: number) => `https://evil.example/x?page=${next}`],
    ['relative', (next: number) => `?page=${next}&limit=9`],
    ['a cursor', (next: number) => `http://h.example/?cursor=c%2F${next}`],
  ])('a page link (%s) gives only the position; host, path and filters stay Furrow’s', async (_, link) => {
    const { server, client } = await start(({ url }, response) => {
      const here = Number(url.searchParams.get('page') ?? url.searchParams.get('cursor')?.slice(2) ?? '1')
      sendJson(response, { count: 9, next: here < 3 ? link(here + 1) : null, results: [period(here)] })
    })
    const rows = await walk((token) => client.billingPeriodPage({ status: 'PENDING' }, token))
    expect(rows.map((row) => row.id)).toEqual(['1', '2', '3'])
    for (const { url } of server.seen) {
      expect(url.pathname).toBe('/payg/lms/payment-requests')
      expect(url.searchParams.get('status')).toBe('PENDING')
      expect(url.searchParams.has('limit')).toBe(false)
    }
  })

  test.each([null, '', '  '])('a link of %j ends the walk even if count promises more', async (next) => {
    const { client } = await start((_, response) =>
      sendJson(response, { count: 99, next, results: [period(1)] }),
    )
    expect((await client.billingPeriodPage({}, null)).next).toBeNull()
  })

  test('a link after an empty page does not end the walk', async () => {
    const { client } = await start((_, response) => sendJson(response, { next: '?page=3', results: [] }))
    expect((await client.billingPeriodPage({}, null)).next).toBe('page:3')
  })

  test.each(['http://h.example/?offset=3', '?page=two', '?page=-1', {}, 'http://['])(
    'a link without a position (%j) is malformed, not an end',
    async (next) => {
      const { client } = await start((_, response) => sendJson(response, { next, results: [period(1)] }))
      expect((await upstreamError(client.billingPeriodPage({}, null))).code).toBe('malformed')
    },
  )

  test('a 200 without a list is malformed', async () => {
    const { client } = await start((_, response) => sendJson(response, { error: { message: 'no' } }))
    expect((await upstreamError(client.invoicePage({}, null))).code).toBe('malformed')
  })

  test('rejects each row without a readable id and keeps its content', async () => {
    const { client } = await start((_, response) =>
      sendJson(response, { results: [period(1), { loanName: 'x' }, null, { id: ' ' }, period(2)] }),
    )
    const result = await client.billingPeriodPage({}, null)
    expect(result.records.map((row) => row.id)).toEqual(['1', '2'])
    expect(result.rejected.map((row) => row.raw)).toEqual([{ loanName: 'x' }, null, { id: ' ' }])
  })
})

describe('details', () => {
  test('encodes an id as one path segment', async () => {
    const { server, client } = await start((_, response) => sendJson(response, { id: 'inv/1 ä?#' }))
    await client.invoice('inv/1 ä?#')
    expect(server.seen[0]?.url.pathname).toBe('/payg/lms/invoices/inv%2F1%20%C3%A4%3F%23')
  })

  test.each(['', '.', '..', '../admin', 'a/../b', 'a\\..', 'a\u0000', '\n', ' ', 'x'.repeat(201), '\ud800'])(
    'the id %j is not found, without a call',
    async (id) => {
      const { server, client } = await start((_, response) => sendJson(response, { id }))
      expect((await upstreamError(client.billingPeriod(id))).code).toBe('not_found')
      expect((await upstreamError(client.invoicePdf(id))).code).toBe('not_found')
      expect(server.seen).toEqual([])
    },
  )

  test('the detail contains the PDF address and the raw record', async () => {
    const raw = { id: 'inv-1', total: '5.00', pdf_url: 'https://f.example/x.pdf', user_id: 42 }
    const { client } = await start((_, response) => sendJson(response, raw))
    const { record, pdfUrl } = await client.invoice('inv-1')
    expect(pdfUrl).toBe('https://f.example/x.pdf')
    expect(record.raw).toEqual(raw)
  })

  test.each([{ id: 'other' }, {}, [], null, 'text'])(
    '%j instead of the record is malformed',
    async (body) => {
      const { client } = await start((_, response) => sendJson(response, body))
      expect((await upstreamError(client.billingPeriod('5001'))).code).toBe('malformed')
    },
  )
})
