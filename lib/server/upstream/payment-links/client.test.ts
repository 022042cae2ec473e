import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HttpOptions } from '#lib/server/upstream/calls.ts'
import {
  type Answer,
  sendJson,
  startRaw,
  startScripted,
} from '#lib/server/upstream/testing/scripted-server.ts'
import {
  KEY,
  QUICK,
  settingsFor,
  startClients,
  upstreamError,
} from '#lib/server/upstream/testing/settings.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'
import { toInvoice } from './map.ts'

const READING = { currency: 'AUD', fundingSourceLabel: 'Programme' }
const SEED_ROW = {
  invoiceId: 190,
  batchId: 50,
  accountNumber: '000731',
  invoiceAmount: 123.88,
  invoiceStatus: 'partially_paid',
  overallStatus: 'clicked',
  url: 'https://pay.example.com/6VBJJV',
  totalTransactionsAmount: '94.00',
  email: 'payer@example.com',
  customLabel1: 'Due Date',
  customValue1: '10/10/2023',
  customLabel2: 'Programme',
  customValue2: 'AGRI-FUND-1',
  created: '2023-10-10 23:30:00',
  updated: '2023-10-14 12:02:30',
}
const row = (changes: object) => toInvoice({ ...SEED_ROW, ...changes }, READING)

/** The product's deadlines, because a busy machine needs time for this many rows. */
const DEFAULT_DEADLINES: HttpOptions = {}

async function start(answer: Answer, options: HttpOptions = QUICK) {
  const server = await startScripted(answer)
  const { paymentLinks } = startClients(settingsFor(server.url), options)
  const report = () => Array.fromAsync(paymentLinks.report('2023-10-10', '2023-10-11'))
  return { server, paymentLinks, report }
}

describe('the mapping', () => {
  test('maps the documented row', () => {
    expect(row({ invoiceAmount: '123.88' })).toMatchObject({
      source: 'payment-links',
      id: '190',
      number: '190',
      accountNumber: '000731',
      currency: 'AUD',
      amount: '123.88',
      amountIssue: null,
      paidAmount: '94.00',
      state: 'partially_paid',
      funnelState: 'clicked',
      // 23:30 UTC: the same day in UTC, already the next day in Lagos.
      issuedOn: '2023-10-10',
      issuedAt: '2023-10-10T23:30:00.000Z',
      sourceUpdatedAt: '2023-10-14T12:02:30.000Z',
      fundingSource: 'AGRI-FUND-1',
      dueOn: null,
    })
  })

  test.each([
    ['2023-10-10 10:00:00', '2023-10-10T10:00:00.000Z'],
    ['2023-10-10T10:00:00Z', '2023-10-10T10:00:00.000Z'],
    ['2023-10-10 10:00:00.5', '2023-10-10T10:00:00.500Z'],
    ['2023-10-10', '2023-10-10T00:00:00.000Z'],
    ['0000-00-00 00:00:00', null],
    ['', null],
    [null, null],
    [1, null],
  ])('the timestamp %j becomes %j', (created, issuedAt) => {
    expect(row({ created })?.issuedAt).toBe(issuedAt)
  })

  test('only the configured label names the funding source, in any of the three places', () => {
    expect(row({ customLabel2: 'Other' })?.fundingSource).toBeNull()
    expect(row({ customLabel3: 'Programme', customLabel2: null, customValue3: 'F3' })?.fundingSource).toBe(
      'F3',
    )
    expect(toInvoice(SEED_ROW, { ...READING, fundingSourceLabel: null })?.fundingSource).toBeNull()
  })

  test('an unknown state keeps the source’s text, and a missing state is null', () => {
    expect(row({ invoiceStatus: 'Partially Paid', overallStatus: 'bounced' })).toMatchObject({
      state: 'partially_paid',
      funnelState: 'bounced',
    })
    expect(row({ invoiceStatus: null, overallStatus: '' })).toMatchObject({ state: null, funnelState: null })
  })

  test.each([null, '', {}, undefined])('the id %j rejects the row', (invoiceId) => {
    expect(row({ invoiceId })).toBeNull()
  })

  test('no content of the other fields rejects a row', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(SEED_ROW)), fc.anything()), (fields) => {
        expect(toInvoice({ ...fields, invoiceId: '7' }, READING)).toMatchObject({ id: '7' })
      }),
    )
  })
})

describe('the report', () => {
  test('sends both days and the key, and reads a bare array with exact money', async () => {
    const { server, report } = await start((_, response) => {
      response.end(
        '[{"invoiceId":1,"invoiceAmount":90071992547409.93},{"invoiceId":"x","invoiceAmount":1e2}]',
      )
    })
    const rows = await report()
    expect(rows).toMatchObject([
      { record: { id: '1', amount: '90071992547409.93' } },
      { record: { id: 'x', amount: '100' } },
    ])
    expect(server.seen[0]?.url.href).toContain('/reports/invoices?startDate=2023-10-10&endDate=2023-10-11')
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test.each([
    ['wrapped', { count: 2, data: [{ invoiceId: 1 }, { invoiceId: 2 }] }, 2],
    ['wrapped and empty', { count: 0, data: [] }, 0],
    ['bare and empty', [], 0],
    ['wrapped under the other name', { count: 2, results: [{ invoiceId: 1 }, { invoiceId: 2 }] }, 2],
    ['wrapped under the other name and empty', { count: 0, results: [] }, 0],
    ['wrapped, without a list and with a count of 0', { count: 0, data: null }, 0],
  ])('a response that is %s is read', async (_, body, rows) => {
    const { report } = await start((_seen, response) => sendJson(response, body))
    expect(await report()).toHaveLength(rows)
  })

  test('a 204 response is an empty day', async () => {
    const { report, server } = await start((_, response) => void response.writeHead(204).end())
    expect(await report()).toEqual([])
    expect(server.seen).toHaveLength(1)
  })

  test('rows without a readable id are rejected and the other rows are read', async () => {
    const { report } = await start((_, response) => sendJson(response, [{ invoiceId: 1 }, { url: 'x' }, 5]))
    const rows = await report()
    expect(rows.filter((item) => 'rejected' in item)).toHaveLength(2)
    expect(rows.filter((item) => 'record' in item)).toHaveLength(1)
  })

  test.each([
    ['an error object', '{"error":"startDate is not valid"}'],
    ['a list under another name', '{"rows":[{"invoiceId":1}]}'],
    ['text', '"nothing"'],
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['half an array', '[{"invoiceId":1},{"invo'],
    ['a missing list with a count above 0', '{"count":2,"data":null}'],
    ['two lists', '{"data":[{"invoiceId":1}],"results":[{"invoiceId":2}]}'],
  ])('%s is malformed, not an empty day', async (_, body) => {
    const { report } = await start((_seen, response) => void response.end(body))
    expect((await upstreamError(report())).code).toBe('malformed')
  })

  test.each([401, 403])('a refused key (%i) is unauthorized and not retried', async (status) => {
    const { report, server } = await start((_, response) => sendJson(response, { error: 'no' }, status))
    const error = await upstreamError(report())
    expect([error.code, error.status]).toEqual(['unauthorized', status])
    expect(error.message).toMatch(/key|credentials/)
    expect(server.seen).toHaveLength(1)
  })

  test('streams tens of thousands of rows, the first before the last is sent', async () => {
    let hasEnded = false
    const { paymentLinks } = await start(async (_, response) => {
      response.write('[')
      for (let part = 0; part < 200; part++) {
        const rows = Array.from({ length: 100 }, (_row, i) =>
          JSON.stringify({ ...SEED_ROW, invoiceId: part * 100 + i }),
        )
        if (!response.write(`${part === 0 ? '' : ','}${rows.join(',')}`)) {
          await new Promise((resolve) => response.once('drain', resolve))
        }
      }
      hasEnded = true
      response.end(']')
    }, DEFAULT_DEADLINES)
    let count = 0
    let wasEarly = false
    for await (const item of paymentLinks.report('2023-10-10', '2023-10-11')) {
      if (count === 0) wasEarly = !hasEnded
      if ('record' in item) count += 1
    }
    expect(count).toBe(20_000)
    expect(wasEarly).toBe(true)
  })

  test('a truncated response ends with an error after the rows received so far', async () => {
    const server = await startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n[{"invoiceId":1},')
      setTimeout(() => socket.destroy(), 50)
    })
    const { paymentLinks } = startClients(settingsFor(server.url))
    const ids: string[] = []
    const read = async () => {
      for await (const item of paymentLinks.report('2023-10-10', '2023-10-11')) {
        if ('record' in item) ids.push(item.record.id)
      }
    }
    expect((await upstreamError(read())).code).toBe('malformed')
    expect(ids).toEqual(['1'])
  })

  test('leaving the loop early frees the connection', async () => {
    const { paymentLinks, server } = await start((_, response) => void response.write('[{"invoiceId":1},'))
    for await (const item of paymentLinks.report('2023-10-10', '2023-10-11')) {
      expect(item).toBeDefined()
      break
    }
    await expect.poll(server.openSockets, PROMPTLY).toBe(0)
  })
})
