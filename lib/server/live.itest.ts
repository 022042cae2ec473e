import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as periodDetail from '#app/api/billing-periods/[id]/route.ts'
import * as pdf from '#app/api/invoices/[source]/[id]/pdf/route.ts'
import * as invoiceDetail from '#app/api/invoices/[source]/[id]/route.ts'
import * as proxy from '#app/api/upstream/[source]/[...path]/route.ts'
import { billingPeriodDetailSchema } from '#lib/billing-periods/schema.ts'
import { invoiceDetailSchema } from '#lib/invoices/schema.ts'
import { billingPeriodDetail as readPeriod } from './billing-periods/detail.ts'
import { rowHistory } from './db/schema.ts'
import { sourceFact } from './db/schema-sync.ts'
import { invoiceDetail as readInvoice } from './invoices/detail.ts'
import { invoicePdf } from './invoices/pdf.ts'
import { ask, financier, openTestDatabase } from './testing/ask.ts'
import type { TestDatabase } from './testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from './testing/rows.ts'
import {
  type Answer,
  type ScriptedServer,
  sendJson,
  startRaw,
  startScripted,
} from './upstream/testing/scripted-server.ts'
import { KEY, QUICK, settingsFor } from './upstream/testing/settings.ts'
import { createUpstreams, type UpstreamClients } from './upstream/upstreams.ts'
import { proxyUpstream } from './upstream-proxy.ts'

const PDF_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const shared = globalThis as typeof globalThis & { furrowUpstreams?: UpstreamClients }
let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    period('5001', {
      contract: 'C 1',
      status: 'PENDING',
      currency: 'NGN',
      amount: '10.00',
      fundingSource: 'AGRI-1',
      startDate: '2026-03-02',
      endDate: '2026-03-08',
      assignment: 'filter',
    }),
    period('5002', { contract: 'C 1', fundingSource: 'AGRI-1', startDate: '2026-03-09' }),
    period('5003', { contract: 'C 1', fundingSource: 'AGRI-2', startDate: '2026-03-16' }),
    period('5004', { contract: 'C 2' }),
  ])
  await own.db.insert(rowHistory).values([
    {
      source: 'hello-tractor',
      resource: 'billing-periods',
      id: '5001',
      status: 'DRAFT',
      seenAt: '2026-03-01T00:00:00Z',
    },
    {
      source: 'hello-tractor',
      resource: 'billing-periods',
      id: '5001',
      status: 'PENDING',
      previousSeenAt: '2026-03-01T00:00:00Z',
      seenAt: '2026-03-02T00:00:00Z',
    },
  ])
  await putInvoices(own.db, [
    anInvoice('hello-tractor', 'inv-1', {
      number: 'INV "2026"/Ä',
      currency: 'NGN',
      amount: '5',
      fundingSource: 'AGRI-1',
    }),
    anInvoice('client-invoices', 'FACT1', { number: 'FACT1' }),
    anInvoice('payment-links', '190', {
      fundingSource: 'AGRI-1',
      raw: {
        url: 'https://pay.example/canary-link',
        email: 'jane.farmer@example.com',
        mobileNumber: '+61432555666',
        handler: 'Agent1',
        customLabel1: 'Programme',
        customValue1: 'AGRI-1',
        secretNote: 'canary-note',
      },
    }),
  ])
})
afterAll(() => own.drop())
afterEach(async () => {
  await shared.furrowUpstreams?.close()
  shared.furrowUpstreams = undefined
})

async function upstream(answer: Answer): Promise<ScriptedServer> {
  const server = await startScripted(answer)
  shared.furrowUpstreams = createUpstreams(settingsFor(server.url), QUICK)
  return server
}

const PERIOD = {
  id: 5001,
  loanName: 'C 1',
  start_date: '2026-03-02',
  end_date: '2026-03-08',
  status: { label: 'PAYMENT_COMPLETE' },
  currency: 'NGN',
  totalAmountIncMaintenanceFee: '10.00',
}
const fails =
  (status: number, headers = {}) =>
  (_seen: unknown, response: ServerResponse) =>
    sendJson(response, { error: 'canary-body' }, status, headers)

describe('one billing period', () => {
  const open = (id: string) => ask(periodDetail, `/api/billing-periods/${id}`)

  test('is what its source says now, with attribution, history and contract from the mirror', async () => {
    await upstream((_seen, response) => sendJson(response, PERIOD))
    const detail = billingPeriodDetailSchema.parse(await (await open('5001')).json())
    expect(detail).toMatchObject({ origin: 'live', fallbackReason: null, goneAt: null })
    expect(detail.billingPeriod).toMatchObject({
      status: 'PAYMENT_COMPLETE',
      fundingSource: 'AGRI-1',
      assignment: 'filter',
      week: '2026-03-02',
    })
    expect(detail.history.map((entry) => entry.status)).toEqual(['PENDING', 'DRAFT'])
    expect(detail.sameContract.map((entry) => entry.id)).toEqual(['5003', '5002'])
  })

  test.each([
    ['an error', fails(500)],
    ['a refused key', fails(401)],
    ['no access', fails(403)],
    ['a limit', fails(429)],
    ['no such record', fails(404)],
    [
      'a page of HTML',
      (_: unknown, response: ServerResponse) => void response.end('<html>canary-body</html>'),
    ],
  ])('is the mirrored row with the reason where the source answers with %s', async (_name, answer) => {
    await upstream(answer)
    const detail = billingPeriodDetailSchema.parse(await (await open('5001')).json())
    expect(detail.origin).toBe('mirror')
    expect(detail.fallbackReason).toMatch(/^Hello Tractor .*This is how it was last read\.$/)
    expect(detail.billingPeriod).toMatchObject({ status: 'PENDING', amount: '10.00' })
    expect(JSON.stringify(detail)).not.toMatch(/canary|127\.0\.0\.1/)
  })

  test('that is not mirrored yet is asked for, and unknown to both it is a 404', async () => {
    const server = await upstream((seen, response) =>
      seen.url.pathname.endsWith('/5999')
        ? sendJson(response, { ...PERIOD, id: 5999 })
        : sendJson(response, {}, 404),
    )
    const detail = billingPeriodDetailSchema.parse(await (await open('5999')).json())
    expect(detail.billingPeriod).toMatchObject({ id: '5999', assignment: 'unassigned', fundingSource: null })
    expect((await open('6000')).status).toBe(404)
    expect(server.seen).toHaveLength(2)
  })

  test('H12: out of scope, without a funding source and unknown are one and the same answer, and no call', async () => {
    const server = await upstream((_seen, response) => sendJson(response, PERIOD))
    const refusals = await Promise.all(
      ['5003', '5004', '7777'].map((id) =>
        readPeriod(financier('AGRI-1'), id).catch((error: unknown) => error),
      ),
    )
    expect(refusals.map(String)).toEqual(Array(3).fill(String(refusals[0])))
    expect(refusals[0]).toMatchObject({ status: 404, code: 'not_found' })
    expect(server.seen).toEqual([])
    const shown = await readPeriod(financier('AGRI-1'), '5001')
    expect(shown.sameContract.map((entry) => entry.id)).toEqual(['5002'])
  })

  test('that its source has moved to another funding source is out of scope at once', async () => {
    await upstream((_seen, response) => sendJson(response, { ...PERIOD, funding_source: 'AGRI-2' }))
    await expect(readPeriod(financier('AGRI-1'), '5001')).rejects.toMatchObject({ status: 404 })
  })
})

describe('one invoice', () => {
  test('of payment links is the mirrored row, without its link; contacts are masked except for operators', async () => {
    const server = await upstream(fails(500))
    const response = await ask(invoiceDetail, '/api/invoices/payment-links/190')
    const text = await response.text()
    const detail = invoiceDetailSchema.parse(JSON.parse(text))
    expect(detail).toMatchObject({ origin: 'mirror', invoice: { hasPdf: false } })
    expect(detail.fallbackReason).toMatch(/^Payment links cannot be asked/)
    expect(text).not.toContain('canary')
    expect(detail.extra).toContainEqual({ name: 'email', label: 'E-mail', value: 'jane.farmer@example.com' })
    expect(detail.extra).toContainEqual({ name: 'customValue1', label: 'Programme', value: 'AGRI-1' })
    const masked = await readInvoice(financier('AGRI-1'), 'payment-links', '190')
    expect(JSON.stringify(masked)).not.toMatch(/jane\.farmer|432555/)
    expect(server.seen).toEqual([])
  })

  test('of Hello Tractor shows its further fields, never the address of its PDF', async () => {
    await upstream((_seen, response) =>
      sendJson(response, {
        id: 'inv-1',
        invoice_no: 'INV-1',
        total: '7.50',
        invoice_paid: true,
        created_at: '2026-03-02T10:00:00Z',
        pdf_url: 'https://files.example/canary',
        invoice_type: 'SERVICE',
        maintenance_fees: '2.50',
        user_id: 42,
      }),
    )
    const text = await (await ask(invoiceDetail, '/api/invoices/hello-tractor/inv-1')).text()
    const detail = invoiceDetailSchema.parse(JSON.parse(text))
    expect(detail.invoice).toMatchObject({
      amount: '7.50',
      state: 'paid',
      currency: 'NGN',
      fundingSource: 'AGRI-1',
    })
    expect(detail.extra.map((field) => [field.label, field.value])).toEqual([
      ['Invoice type', 'SERVICE'],
      ['Maintenance fees', '2.50'],
      ['User', '42'],
    ])
    expect(text).not.toContain('canary')
  })

  test.each(['stripe', 'Hello-Tractor', '__proto__'])(
    'of an unknown source %s is a 400 naming it',
    async (source) => {
      const response = await ask(invoiceDetail, `/api/invoices/${source}/1`)
      expect([response.status, (await response.json()).param]).toEqual([400, 'source'])
    },
  )
})

describe('a PDF', () => {
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

  test('is streamed with headers of our own alone, under a safe name', async () => {
    await upstream(hello((origin) => `${origin}/files/1.pdf`))
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

  test('can be shown in our own pages', async () => {
    await upstream(sendPdf)
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
      'F18 a page of HTML',
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
  ])('%s is a problem in our own words', async (_name, answer, status, code, wait) => {
    await upstream(answer)
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code, response.headers.get('retry-after')]).toEqual([
      status,
      code,
      wait,
    ])
    expect(text).not.toMatch(new RegExp(`canary|127\\.0\\.0\\.1|${KEY}`))
  })

  test('F01: a source that is away is a 503 to try again in 30 seconds', async () => {
    shared.furrowUpstreams = createUpstreams(settingsFor('http://127.0.0.1:1'), QUICK)
    const response = await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  })

  test('F04: a source that takes the call and breaks the connection is a 502', async () => {
    const server = await startRaw((socket) => socket.resetAndDestroy())
    shared.furrowUpstreams = createUpstreams(settingsFor(server.url), QUICK)
    expect((await ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')).status).toBe(502)
    expect(server.connections()).toBeGreaterThan(1)
  })

  test('H16: an address it must not be fetched from is a 502', async () => {
    await upstream(hello(() => 'http://169.254.169.254/latest/meta-data'))
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
  ])('H13: the id %s is 400 or 404 without a call', async (id) => {
    const server = await upstream(sendPdf)
    for (const source of ['hello-tractor', 'client-invoices']) {
      const response = await ask(pdf, `/api/invoices/${source}/${id}/pdf`)
      expect([400, 404]).toContain(response.status)
    }
    expect(server.seen).toEqual([])
  })

  test('H12: out of scope it is as unknown, and HEAD asks nobody', async () => {
    const server = await upstream(sendPdf)
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

  test('whose invoice its source has moved to another funding source is out of scope, and its file is not asked for', async () => {
    const server = await upstream((seen, response) =>
      sendJson(response, {
        ...{ id: 'inv-1', funding_source: 'AGRI-2' },
        pdf_url: `http://${seen.headers.host}/files/1.pdf`,
      }),
    )
    const asked = { source: 'hello-tractor', id: 'inv-1', disposition: 'inline' } as const
    const moved = invoicePdf(financier('AGRI-1'), asked, new AbortController().signal)
    await expect(moved).rejects.toMatchObject({ status: 404, code: 'not_found' })
    expect(server.seen.map(({ url }) => url.pathname)).toEqual(['/payg/lms/invoices/inv-1'])
  })

  test('F45: a reader that goes away takes the upstream connection along', async () => {
    const server = await upstream((_seen, response) => {
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
    await expect.poll(() => server.openSockets()).toBe(0)
  })
})

describe('the live proxy', () => {
  test('passes exactly what the source documents, and names what it does not', async () => {
    const server = await upstream((_seen, response) => sendJson(response, { count: 1, results: [PERIOD] }))
    const response = await ask(
      proxy,
      '/api/upstream/hello-tractor/payg/lms/payment-requests?status=PENDING&limit=5',
    )
    expect(await response.json()).toMatchObject({ count: 1, results: [{ loanName: 'C 1' }] })
    expect(server.seen[0]?.url.search).toBe('?limit=5&status=PENDING')
    const wrong = await ask(proxy, '/api/upstream/hello-tractor/payg/lms/payment-requests?secret=1')
    expect([wrong.status, (await wrong.json()).param]).toEqual([400, 'secret'])
    expect((await ask(proxy, '/api/upstream/hello-tractor/admin')).status).toBe(404)
    expect(server.seen).toHaveLength(1)
  })

  test('a financier names a granted funding source, and only where the source is seen to filter by it', async () => {
    const server = await upstream((_seen, response) => sendJson(response, { count: 0, results: [] }))
    const signal = new AbortController().signal
    const read = (source: 'hello-tractor' | 'client-invoices', path: string, query = '') =>
      proxyUpstream(financier('AGRI-1'), { source, path }, new URLSearchParams(query), signal)
    const list = 'payg/lms/payment-requests'
    await expect(read('hello-tractor', list)).rejects.toMatchObject({ status: 400 })
    await expect(read('hello-tractor', list, 'funding_source=AGRI-2')).rejects.toMatchObject({ status: 400 })
    await expect(read('hello-tractor', list, 'funding_source=AGRI-1')).rejects.toMatchObject({ status: 400 })
    await expect(read('client-invoices', 'api/v1/invoice/')).rejects.toMatchObject({ status: 404 })
    await expect(read('hello-tractor', `${list}/5003`)).rejects.toMatchObject({ status: 404 })
    expect(server.seen).toEqual([])
    await own.db.insert(sourceFact).values({
      ...{ source: 'hello-tractor', resource: 'billing-periods', fact: 'probe:funding_source' },
      ...{ value: { state: 'ok' }, at: '2026-03-02T00:00:00Z' },
    })
    expect(await read('hello-tractor', list, 'funding_source=AGRI-1')).toMatchObject({ count: 0 })
  })

  test('H12: a financier is told of a foreign record, of one without a funding source and of an unknown one alike', async () => {
    const server = await upstream((_seen, response) => sendJson(response, PERIOD))
    const read = (path: string) =>
      proxyUpstream(
        financier('AGRI-1'),
        { source: 'hello-tractor', path },
        new URLSearchParams(),
        new AbortController().signal,
      ).catch((error: unknown) => error)
    const [foreign, ...others] = await Promise.all(
      ['5003', '5004', '7777'].map((id) => read(`payg/lms/payment-requests/${id}`)),
    )
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    expect(others.map((other) => JSON.stringify([String(other), other]))).toEqual(
      Array(2).fill(JSON.stringify([String(foreign), foreign])),
    )
    expect(server.seen).toEqual([])
    expect(await read('payg/lms/payment-requests/5001')).toMatchObject({ loanName: 'C 1' })
  })

  test('shows a financier no record that names another funding source, whatever the source was asked', async () => {
    await own.db.delete(sourceFact)
    await own.db.insert(sourceFact).values({
      ...{ source: 'hello-tractor', resource: 'billing-periods', fact: 'probe:funding_source' },
      ...{ value: { state: 'ok' }, at: '2026-03-02T00:00:00Z' },
    })
    const moved = { ...PERIOD, fundingSource: 'AGRI-2' }
    await upstream((seen, response) =>
      sendJson(
        response,
        seen.url.pathname.endsWith('/5001') ? moved : { count: 2, results: [PERIOD, moved] },
      ),
    )
    const read = (path: string, query = '') => {
      const asked = { source: 'hello-tractor', path: `payg/lms/payment-requests${path}` } as const
      return proxyUpstream(
        financier('AGRI-1'),
        asked,
        new URLSearchParams(query),
        new AbortController().signal,
      )
    }
    await expect(read('/5001')).rejects.toMatchObject({ status: 404, code: 'not_found' })
    await expect(read('', 'funding_source=AGRI-1')).rejects.toMatchObject({ code: 'malformed' })
    const both = proxyUpstream(
      financier('AGRI-1', 'AGRI-2'),
      { source: 'hello-tractor', path: 'payg/lms/payment-requests' },
      new URLSearchParams('funding_source=AGRI-1'),
      new AbortController().signal,
    )
    expect(await both).toMatchObject({ count: 2 })
  })
})
