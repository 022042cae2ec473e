import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as periodDetail from '#app/api/billing-periods/[id]/route.ts'
import * as invoiceDetail from '#app/api/invoices/[source]/[id]/route.ts'
import { billingPeriodDetailSchema } from '#lib/billing-periods/schema.ts'
import { invoiceDetailSchema } from '#lib/invoices/schema.ts'
import { billingPeriodDetail as readPeriod } from '#lib/server/billing-periods/detail.ts'
import { rowHistory } from '#lib/server/db/schema.ts'
import { invoiceDetail as readInvoice } from '#lib/server/invoices/detail.ts'
import { sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { fails, PERIOD, startUpstream } from '#lib/testing/scripted-upstream.ts'

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

describe('billing period detail', () => {
  const open = (id: string) => ask(periodDetail, `/api/billing-periods/${id}`)

  test("combines the source's current row with attribution, history and contract from the mirror", async () => {
    await startUpstream((_seen, response) => sendJson(response, PERIOD))
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
    ['an HTML page', (_: unknown, response: ServerResponse) => void response.end('<html>canary-body</html>')],
  ])(
    'falls back to the mirrored row, with the reason, when the source responds with %s',
    async (_name, answer) => {
      await startUpstream(answer)
      const detail = billingPeriodDetailSchema.parse(await (await open('5001')).json())
      expect(detail.origin).toBe('mirror')
      expect(detail.fallbackReason).toMatch(/^Hello Tractor .*This is how it was last read\.$/)
      expect(detail.billingPeriod).toMatchObject({ status: 'PENDING', amount: '10.00' })
      expect(JSON.stringify(detail)).not.toMatch(/canary|127\.0\.0\.1/)
    },
  )

  test('asks the source for a period that is not mirrored, and is a 404 if both lack it', async () => {
    const server = await startUpstream((seen, response) =>
      seen.url.pathname.endsWith('/5999')
        ? sendJson(response, { ...PERIOD, id: 5999 })
        : sendJson(response, {}, 404),
    )
    const detail = billingPeriodDetailSchema.parse(await (await open('5999')).json())
    expect(detail.billingPeriod).toMatchObject({ id: '5999', assignment: 'unassigned', fundingSource: null })
    expect((await open('6000')).status).toBe(404)
    expect(server.seen).toHaveLength(2)
  })

  test('gives out-of-scope, unassigned and unknown ids the same response, without calling the source', async () => {
    const server = await startUpstream((_seen, response) => sendJson(response, PERIOD))
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

  test('is out of scope as soon as the source names another funding source', async () => {
    await startUpstream((_seen, response) => sendJson(response, { ...PERIOD, funding_source: 'AGRI-2' }))
    await expect(readPeriod(financier('AGRI-1'), '5001')).rejects.toMatchObject({ status: 404 })
  })
})

describe('invoice detail', () => {
  test('shows a payment link from the mirror without its URL, and masks contacts except for operators', async () => {
    const server = await startUpstream(fails(500))
    const response = await ask(invoiceDetail, '/api/invoices/payment-links/190')
    const text = await response.text()
    const detail = invoiceDetailSchema.parse(JSON.parse(text))
    expect(detail).toMatchObject({ origin: 'mirror', invoice: { hasPdf: false } })
    expect(detail.fallback).toBe('no_single_invoice')
    expect(detail.fallbackReason).toMatch(/^Payment links cannot be asked/)
    expect(text).not.toContain('canary')
    expect(detail.extra).toContainEqual({
      name: 'email',
      word: 'email',
      label: 'Email',
      value: 'jane.farmer@example.com',
      instant: null,
    })
    expect(detail.extra).toContainEqual({
      name: 'customValue1',
      word: null,
      label: 'Programme',
      value: 'AGRI-1',
      instant: null,
    })
    const masked = await readInvoice(financier('AGRI-1'), 'payment-links', '190')
    expect(JSON.stringify(masked)).not.toMatch(/jane\.farmer|432555/)
    expect(server.seen).toEqual([])
  })

  test('shows further fields of a Hello Tractor invoice, but never the address of its PDF', async () => {
    await startUpstream((_seen, response) =>
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
    'is a 400 that names the parameter for the unknown source %s',
    async (source) => {
      const response = await ask(invoiceDetail, `/api/invoices/${source}/1`)
      expect([response.status, (await response.json()).param]).toEqual([400, 'source'])
    },
  )
})
