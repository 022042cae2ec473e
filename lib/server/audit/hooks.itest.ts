import type { ServerResponse } from 'node:http'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as listRoute from '#app/api/admin/audit/route.ts'
import * as exportPeriods from '#app/api/billing-periods/export/route.ts'
import * as pdf from '#app/api/invoices/[source]/[id]/pdf/route.ts'
import * as exportInvoices from '#app/api/invoices/export/route.ts'
import * as pauseRoute from '#app/api/sources/[source]/pause/route.ts'
import * as refreshRoute from '#app/api/sources/[source]/refresh/route.ts'
import * as resumeRoute from '#app/api/sources/[source]/resume/route.ts'
import * as proxy from '#app/api/upstream/[source]/[...path]/route.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { rows } from '#lib/server/db/client.ts'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'
import { sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import { ask, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { startUpstream } from '#lib/testing/scripted-upstream.ts'
import { notingDenials } from './denials.ts'

const shared = processWide<unknown>('furrowDenials')
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n')

let own: TestDatabase
beforeAll(async () => {
  vi.stubEnv('CLIENT_INVOICES_URL', 'http://127.0.0.1:1')
  vi.stubEnv('CLIENT_INVOICES_API_KEY', 'a-key')
  own = await openTestDatabase()
  await putPeriods(
    own.db,
    Array.from({ length: 1_200 }, (_, at) => period(`p${at}`, { currency: 'NGN', contract: `Jane ${at}` })),
  )
  await putInvoices(own.db, [
    anInvoice('client-invoices', 'FACT1', { number: 'FACT-1', customer: 'Jane Farmer', fundingSource: 'A' }),
  ])
})
afterAll(() => own.drop())
beforeEach(() => {
  shared.value = undefined
})
afterEach(() => emptyAuditLog(own.db))

type Told = {
  action: string
  outcome: string
  subject: string | null
  details: unknown
  actor: string
  requestId: string
}
async function events(): Promise<Told[]> {
  return rows<Told>(
    own.db,
    sql`select action, outcome, subject, details::jsonb as details, actor_id as actor, request_id as "requestId"
      from audit_event order by sequence`,
  )
}

const sendPdf = (_seen: unknown, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/pdf' }).end(PDF)
const openPdf = () => ask(pdf, '/api/invoices/client-invoices/FACT1/pdf')

/** Blocks writes to the audit log while `act` runs, as in a read-only database. */
async function whileUnwritable(act: () => Promise<void>): Promise<void> {
  await own.db.execute(sql`alter table audit_event rename to audit_event_away`)
  await act().finally(() => own.db.execute(sql`alter table audit_event_away rename to audit_event`))
}

describe('the download of a PDF', () => {
  test('is recorded before its first byte, with the viewer, the invoice and the request', async () => {
    await startUpstream(sendPdf)
    const response = await openPdf()
    const expected = {
      action: 'invoice_pdf.download',
      outcome: 'ok',
      subject: 'invoice:client-invoices/FACT1',
      details: { number: 'FACT-1', disposition: 'attachment' },
      actor: 'operator',
      requestId: response.headers.get('x-request-id'),
    }
    expect(await events()).toEqual([expected])
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF)
    expect(await events()).toEqual([expected])
  })

  test('F36 is refused if it cannot be recorded, and cancels its source', async () => {
    const server = await startUpstream((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' })
      response.write(PDF)
    })
    await whileUnwritable(async () => {
      const response = await openPdf()
      expect([response.status, (await response.json()).code]).toEqual([503, 'audit_unavailable'])
    })
    await expect.poll(() => server.openSockets(), PROMPTLY).toBe(0)
    expect(await events()).toEqual([])
  })

  test('F45 is recorded as aborted with the bytes sent when the reader leaves', async () => {
    const server = await startUpstream((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' })
      response.write(PDF)
    })
    const response = await openPdf()
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await expect.poll(async () => (await events()).length).toBe(2)
    expect((await events())[1]).toMatchObject({
      action: 'invoice_pdf.download',
      outcome: 'aborted',
      details: { number: 'FACT-1', bytes: PDF.length },
      requestId: response.headers.get('x-request-id'),
    })
    await expect.poll(() => server.openSockets(), PROMPTLY).toBe(0)
  })

  test('is recorded as failed when its source breaks off', async () => {
    await startUpstream((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 9_999 })
      response.write(PDF, () => setTimeout(() => response.destroy(), 50))
    })
    const response = await openPdf()
    await expect(response.arrayBuffer()).rejects.toThrow()
    await expect.poll(async () => (await events()).map(({ outcome }) => outcome)).toEqual(['ok', 'failed'])
  })

  test('of an invoice out of scope is recorded as denied, and 200 repetitions as one event', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const viewer = financier('B')
    const asked = { source: 'client-invoices', id: 'FACT1', disposition: 'attachment' } as const
    for (let at = 0; at < 201; at += 1) {
      const route = '/api/invoices/{source}/{id}/pdf'
      const refused = notingDenials({ viewer, route, requestId: `r${at}` }, () =>
        invoicePdf(viewer, asked, new AbortController().signal),
      )
      await expect(refused).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await events()).toHaveLength(1)
    vi.runOnlyPendingTimers()
    vi.useRealTimers()
    await expect.poll(async () => (await events()).length).toBe(2)
    expect(await events()).toMatchObject([
      {
        action: 'access.denied',
        outcome: 'denied',
        details: { reason: 'not_found', count: 1 },
        requestId: 'r0',
      },
      { action: 'access.denied', details: { reason: 'not_found', count: 200 }, requestId: 'r200' },
    ])
  })
})

describe('an export', () => {
  test('is recorded with its filters at the start and its rows at the end, without the search text', async () => {
    const response = await ask(exportPeriods, '/api/billing-periods/export?currency=NGN&search=Jane%20Farmer')
    await response.text()
    expect(await events()).toMatchObject([
      {
        action: 'billing_periods.export',
        outcome: 'ok',
        details: { format: 'csv', currency: ['NGN'], search: ['(set)'] },
      },
      { action: 'billing_periods.export', outcome: 'ok', details: { step: 'end', rows: 0 } },
    ])
    await (await ask(exportPeriods, '/api/billing-periods/export?currency=NGN')).text()
    expect((await events()).at(-1)?.details).toMatchObject({ step: 'end', rows: 1_200 })
    await (
      await ask(exportInvoices, '/api/invoices/export?source=client-invoices&customer=Jane%20Farmer')
    ).text()
    expect((await events()).at(-1)).toMatchObject({ action: 'invoices.export', details: { rows: 1 } })
    expect(JSON.stringify(await events())).not.toContain('Farmer')
  })

  test('is refused if it cannot be recorded, and holds no connection', async () => {
    await whileUnwritable(async () => {
      for (let at = 0; at < 6; at += 1) {
        const response = await ask(exportPeriods, '/api/billing-periods/export')
        expect([response.status, (await response.json()).code]).toEqual([503, 'audit_unavailable'])
      }
    })
  })
})

test('records a read through the proxy with its path and the names of its parameters', async () => {
  await startUpstream((_seen, response) => sendJson(response, { results: [], next: null }))
  const response = await ask(proxy, '/api/upstream/client-invoices/api/v1/invoice/?page_size=5')
  expect(response.status).toBe(200)
  expect(await events()).toMatchObject([
    {
      action: 'upstream.read',
      subject: 'upstream:client-invoices/api/v1/invoice/',
      details: { parameters: ['page_size'] },
      requestId: response.headers.get('x-request-id'),
    },
  ])
  await whileUnwritable(async () => {
    const refused = await ask(proxy, '/api/upstream/client-invoices/api/v1/invoice/?page_size=5')
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'audit_unavailable'])
  })
})

test('records acts on a source', async () => {
  const act = (route: typeof pauseRoute, what: string) =>
    ask(route, `/api/sources/client-invoices/${what}`, { method: 'POST' })
  expect((await act(refreshRoute, 'refresh')).status).toBeLessThan(300)
  const { paused } = await (await act(pauseRoute, 'pause')).json()
  expect((await act(resumeRoute, `resume?since=${paused.since}`)).status).toBeLessThan(300)
  expect((await events()).map(({ action, subject, actor }) => [action, subject, actor])).toEqual(
    ['source.refresh', 'source.pause', 'source.resume'].map((action) => [
      action,
      'source:client-invoices',
      'operator',
    ]),
  )
})

test('refuses the audit log to other roles, and records the refusal', async () => {
  const response = await ask(listRoute, '/api/admin/audit')
  expect([response.status, (await response.json()).code]).toEqual([403, 'not_allowed'])
  expect(await events()).toMatchObject([
    {
      action: 'access.denied',
      outcome: 'denied',
      subject: 'route:/api/admin/audit',
      actor: 'operator',
    },
  ])
  expect(operator.role).toBe('operator')
})
