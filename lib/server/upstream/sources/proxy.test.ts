import { describe, expect, onTestFinished, test } from 'vitest'
import { RequestError } from '#lib/errors.ts'
import { readProxyRequest } from '#lib/server/upstream/proxy-routes.ts'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import { QUICK, readAll, settingsFor, upstreamError } from '#lib/server/upstream/testing/settings.ts'
import type { Source } from '#lib/sources.ts'
import { createUpstreams } from './upstreams.ts'

function read(source: Source, path: string, query = '') {
  return readProxyRequest(source, path.split('/'), new URLSearchParams(query), '/custom/report')
}

function refusal(source: Source, path: string, query = ''): RequestError {
  try {
    read(source, path, query)
  } catch (error) {
    if (error instanceof RequestError) return error
  }
  throw new Error('expected a RequestError')
}

async function start(answer: Answer) {
  const server = await startScripted(answer)
  const clients = createUpstreams(settingsFor(server.url), QUICK)
  onTestFinished(clients.close)
  const call = (source: Source, path: string, query = '') => clients.proxy(read(source, path, query))
  const body = async (source: Source, path: string, query = '') => {
    const result = await call(source, path, query)
    return result.kind === 'json' ? result.body : result
  }
  return { server, call, body }
}

describe('accepted requests', () => {
  test.each([
    ['hello-tractor', 'payg/lms/invoices', 'list', 'invoices'],
    ['hello-tractor', 'payg/lms/invoices/inv-1', 'detail', 'invoices'],
    ['hello-tractor', 'payg/lms/payment-requests', 'list', 'billing-periods'],
    ['hello-tractor', 'payg/lms/payment-requests/5001', 'detail', 'billing-periods'],
    ['client-invoices', 'api/v1/invoice/', 'list', 'invoices'],
    ['client-invoices', 'api/v1/invoice', 'list', 'invoices'],
    ['client-invoices', 'api/v1/invoice/F1/download/', 'pdf', 'invoices'],
  ] as const)('%s %s', (source, path, kind, resource) => {
    expect(read(source, path)).toMatchObject({ kind, resource })
  })

  test('payment links accept the configured and the documented path, and require both days', () => {
    for (const path of ['custom/report', 'reports/invoices']) {
      expect(read('payment-links', path, 'startDate=2025-01-01&endDate=2025-01-02').query).toEqual({
        startDate: '2025-01-01',
        endDate: '2025-01-02',
      })
    }
    expect(refusal('payment-links', 'reports/invoices', 'startDate=2025-01-01').errors).toMatchObject([
      { param: 'endDate' },
    ])
  })

  test.each([
    ['hello-tractor', ''],
    ['hello-tractor', 'payg/lms'],
    ['hello-tractor', 'payg/lms/contracts'],
    ['hello-tractor', 'payg/lms/invoices/1/delete'],
    ['hello-tractor', 'api/v1/invoice'],
    ['client-invoices', 'api/v1/invoice/F1'],
    ['client-invoices', 'token'],
    ['payment-links', 'reports'],
  ] as const)('%s %j is not found', (source, path) => {
    expect(refusal(source, path).status).toBe(404)
  })

  test.each([
    ['hello-tractor', 'payg/lms/invoices', 'status=PAID', 'status'],
    ['hello-tractor', 'payg/lms/invoices', 'limit=10&limit=20', 'limit'],
    ['hello-tractor', 'payg/lms/invoices', 'limit=0', 'limit'],
    ['hello-tractor', 'payg/lms/invoices', 'date_from=2026-02-30', 'date_from'],
    ['hello-tractor', 'payg/lms/invoices', '__proto__=1', '__proto__'],
    ['hello-tractor', 'payg/lms/invoices/1', 'page=1', 'page'],
    ['hello-tractor', 'payg/lms/payment-requests', 'ordering=a;drop', 'ordering'],
    ['client-invoices', 'api/v1/invoice', 'accounting_date_gte=2025-01-01', 'accounting_date_gte'],
    ['client-invoices', 'api/v1/invoice/F1/download', 'inline=1', 'inline'],
    ['payment-links', 'reports/invoices', 'startDate=2025-01-01&endDate=1', 'endDate'],
  ] as const)('%s %s?%s is refused with an error for %s', (source, path, query, param) => {
    const error = refusal(source, path, query)
    expect(error.status).toBe(400)
    expect(error.errors.map((each) => each.param)).toContain(param)
  })
})

describe('responses', () => {
  test('passes filters through and rewrites page links to Furrow with the same filters', async () => {
    const { server, body } = await start((_, response) =>
      sendJson(response, {
        count: 3,
        next: 'https://internal.upstream.example/payg?page=3&limit=9',
        previous: null,
        results: [{ id: 1, totalAmountIncMaintenanceFee: '1.10' }],
      }),
    )
    const answer = await body(
      'hello-tractor',
      'payg/lms/payment-requests',
      'page=2&currency=NGN&search=a%26b',
    )
    expect(server.seen[0]?.url.search).toBe('?page=2&search=a%26b&currency=NGN')
    expect(answer).toEqual({
      count: 3,
      next: '/api/upstream/hello-tractor/payg/lms/payment-requests?search=a%26b&currency=NGN&page=3',
      previous: null,
      results: [{ id: 1, totalAmountIncMaintenanceFee: '1.10' }],
    })
  })

  test('adds no page links to a response without them', async () => {
    const { body } = await start((_, response) => sendJson(response, { count: 0, results: [] }))
    expect(await body('hello-tractor', 'payg/lms/invoices')).toEqual({ count: 0, results: [] })
  })

  test('a detail masks personal data and links to the PDF through Furrow', async () => {
    const { body } = await start((_, response) =>
      sendJson(response, { id: 'inv 1', pdf_url: 'https://files.example/x?sig=1', user_id: 123456 }),
    )
    expect(await body('hello-tractor', 'payg/lms/invoices/inv 1')).toEqual({
      id: 'inv 1',
      pdf_url: '/api/invoices/hello-tractor/inv%201/pdf',
      user_id: '•••56',
    })
  })

  test('payment links lose their url, and their contact fields are masked', async () => {
    const { body } = await start((_, response) =>
      sendJson(response, [
        {
          invoiceId: 1,
          url: 'https://pay.example/1',
          email: 'payer@example.com',
          mobileNumber: '+61400000000',
        },
      ]),
    )
    expect(await body('payment-links', 'custom/report', 'startDate=2025-01-01&endDate=2025-01-02')).toEqual([
      { invoiceId: 1, email: '•••.com', mobileNumber: '•••0000' },
    ])
  })

  test('client invoices are paged by cursor, and their PDF is streamed', async () => {
    const { body, call } = await start(({ url }, response) =>
      url.pathname.endsWith('/download/')
        ? void response.end('%PDF-1.4')
        : sendJson(response, {
            page_size: 1,
            next_page: 'http://api.example.com/api/v1/invoice/?cursor=c%3D2&page_size=1',
            previous_page: '',
            results: [],
          }),
    )
    expect(await body('client-invoices', 'api/v1/invoice/', 'page_size=1&cursor=old')).toMatchObject({
      next_page: '/api/upstream/client-invoices/api/v1/invoice?page_size=1&cursor=c%3D2',
      previous_page: null,
    })
    const pdf = await call('client-invoices', 'api/v1/invoice/F1/download')
    expect(pdf.kind === 'pdf' && String(await readAll(pdf.pdf.body))).toBe('%PDF-1.4')
  })

  test('upstream errors become Furrow’s error codes', async () => {
    const { call } = await start((_, response) => sendJson(response, { error: 'secret' }, 403))
    const refused = call('payment-links', 'reports/invoices', 'startDate=2025-01-01&endDate=2025-01-02')
    expect((await upstreamError(refused)).code).toBe('unauthorized')
    expect((await upstreamError(call('hello-tractor', 'payg/lms/invoices'))).code).toBe('forbidden')
  })

  test('a source that is off is not found', async () => {
    const settings = settingsFor('http://127.0.0.1:1')
    const off = { helloTractor: null, paymentLinks: null, clientInvoices: null }
    const clients = createUpstreams({ ...settings, upstreams: off }, QUICK)
    onTestFinished(clients.close)
    await expect(clients.proxy(read('client-invoices', 'api/v1/invoice'))).rejects.toMatchObject({
      status: 404,
    })
  })
})
