import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as pdf from '#app/api/invoices/[source]/[id]/pdf/route.ts'
import { type Answer, sendJson, startRaw } from '#lib/server/upstream/testing/scripted-server.ts'
import { KEY, settingsFor } from '#lib/server/upstream/testing/settings.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'
import { anInvoice, putInvoices } from '#lib/testing/rows.ts'
import { askUpstreams, fails, startUpstream } from '#lib/testing/scripted-upstream.ts'
import { invoicePdf } from './pdf.ts'

const PDF_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putInvoices(own.db, [
    anInvoice('hello-tractor', 'inv-1', { number: 'INV "2026"/Ä', fundingSource: 'AGRI-1' }),
    anInvoice('client-invoices', 'FACT1', { number: 'FACT1' }),
    anInvoice('payment-links', '190', { fundingSource: 'AGRI-1' }),
  ])
})
afterAll(() => own.drop())

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n')
const sendPdf = (_seen: unknown, response: ServerResponse) => {
  const headers = {
    'content-type': 'application/pdf',
    'set-cookie': 'canary=1',
    location: 'http://evil',
    'content-length': PDF.length,
  }
  response.writeHead(200, headers).end(PDF)
}
const hello =
  (pdfUrl: (origin: string) => string): Answer =>
  (seen, response) =>
    seen.url.pathname.startsWith('/files/')
      ? sendPdf(seen, response)
      : sendJson(response, { id: 'inv-1', pdf_url: pdfUrl(`http://${seen.headers.host}`) })

describe('a PDF', () => {
  test('is streamed with only Furrow’s own headers, under a safe name', async () => {
    await startUpstream(hello((origin) => `${origin}/files/1.pdf`))
    const response = await ask(pdf, '/api/invoices/hello-tractor/inv-1/pdf')
    expect(response.status).toBe(200)
    const { 'x-request-id': id, ...headers } = Object.fromEntries(response.headers)
    expect(id).toMatch(/^[\da-f-]{36}$/)
    expect(headers).toEqual({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="INV _2026___.pdf"; filename*=UTF-8''INV%20_2026__%C3%84.pdf`,
      'content-length': String(PDF.length),
      'cache-control': 'private, no-store',
      'content-security-policy': PDF_POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF)
  })

  test('can be shown inline in Furrow’s own pages', async () => {
    await startUpstream(sendPdf)
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf?disposition=inline')
    expect(response.headers.get('content-disposition')).toMatch(/^inline; filename="FACT1\.pdf"/)
    expect(response.headers.get('content-security-policy')).toBe(PDF_POLICY)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF)
  })

  test('does not exist for payment links', async () => {
    const response = await ask(pdf, '/api/invoices/payment-links/190/pdf')
    expect([response.status, (await response.json()).code]).toEqual([404, 'no_pdf_at_source'])
  })

  test.each([
    ['F09 an error', fails(500), 502, 'upstream_unavailable', null],
    ['F10 a pause', fails(503, { 'retry-after': '120' }), 503, 'upstream_unavailable', '120'],
    ['F12 a refused key', fails(401), 503, 'upstream_unauthorized', null],
    ['F13 no access', fails(403), 403, 'upstream_forbidden', null],
    ['F14 no PDF', fails(404), 404, 'no_pdf_at_source', null],
    [
      'F18 an HTML page',
      (_: unknown, response: ServerResponse) =>
        void response.writeHead(200, { 'content-type': 'application/pdf' }).end('<html>canary-body'),
      502,
      'upstream_malformed',
      null,
    ],
    [
      'F31 too many bytes',
      (_: unknown, response: ServerResponse) =>
        void response.writeHead(200, { 'content-length': 600 * 1024 * 1024 }).write('%PDF-'),
      502,
      'upstream_too_large',
      null,
    ],
  ])('%s is a problem in Furrow’s own words', async (_name, answer, status, code, wait) => {
    await startUpstream(answer)
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code, response.headers.get('retry-after')]).toEqual([
      status,
      code,
      wait,
    ])
    expect(text).not.toMatch(new RegExp(`canary|127\\.0\\.0\\.1|${KEY}`))
  })

  test('F01: is a 503 with a retry after 30 seconds when the source cannot be reached', async () => {
    await askUpstreams(settingsFor('http://127.0.0.1:1'))
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  })

  test('F04: is a 502 when the source accepts the call and breaks the connection', async () => {
    const server = await startRaw((socket) => socket.resetAndDestroy())
    await askUpstreams(settingsFor(server.url))
    expect((await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')).status).toBe(502)
    expect(server.connections()).toBeGreaterThan(1)
  })

  test('is a 502 for an address that must not be fetched', async () => {
    await startUpstream(hello(() => 'http://169.254.169.254/latest/meta-data'))
    const response = await ask(pdf, '/api/invoices/hello-tractor/inv-1/pdf')
    expect([response.status, (await response.json()).code]).toEqual([502, 'upstream_blocked'])
  })

  test.each([
    '..%2Fadmin',
    '%2e%2e%2f',
    '..;%2F',
    '%00',
    '1%20OR%201',
    'x'.repeat(10_240),
    '-1',
    '9223372036854775808',
    '%ff',
  ])('is 400 or 404 without a call for the id %s', async (id) => {
    const server = await startUpstream(sendPdf)
    for (const source of ['hello-tractor', 'client-invoices']) {
      const response = await ask(pdf, `/api/invoices/${source}/${id}/pdf`)
      expect([400, 404]).toContain(response.status)
    }
    expect(server.seen).toEqual([])
  })

  test('is unknown when out of scope, and HEAD calls no source', async () => {
    const server = await startUpstream(sendPdf)
    const asked = { disposition: 'attachment', signal: new AbortController().signal } as const
    const refusals = await Promise.all(
      [
        { source: 'client-invoices', id: 'FACT1' } as const,
        { source: 'client-invoices', id: 'FACT2' } as const,
        { source: 'hello-tractor', id: 'inv-1' } as const,
      ].map((which) =>
        invoicePdf(financier('AGRI-2'), { ...asked, ...which }, asked.signal).catch(
          (error: unknown) => error,
        ),
      ),
    )
    expect(refusals.map(String)).toEqual(Array(3).fill('RequestError: There is no invoice with this id.'))
    const head = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf', { method: 'HEAD' })
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET'])
    expect(server.seen).toEqual([])
  })

  test('is out of scope, and not fetched, when its source has moved the invoice to another funding source', async () => {
    const server = await startUpstream((seen, response) =>
      sendJson(response, {
        id: 'inv-1',
        funding_source: 'AGRI-2',
        pdf_url: `http://${seen.headers.host}/files/1.pdf`,
      }),
    )
    const asked = { source: 'hello-tractor', id: 'inv-1', disposition: 'inline' } as const
    const moved = invoicePdf(financier('AGRI-1'), asked, new AbortController().signal)
    await expect(moved).rejects.toMatchObject({ status: 404, code: 'not_found' })
    expect(server.seen.map(({ url }) => url.pathname)).toEqual(['/payg/lms/invoices/inv-1'])
  })

  test('F45: closes the upstream connection when the reader leaves', async () => {
    const server = await startUpstream((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' })
      response.write('%PDF-1.7\n')
    })
    const leave = new AbortController()
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf', { signal: leave.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    expect(server.openSockets()).toBe(1)
    leave.abort()
    await reader?.cancel().catch(() => {})
    await expect.poll(() => server.openSockets(), PROMPTLY).toBe(0)
  })
})
