import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addDays, eachDay } from '#lib/calendar-date.ts'
import { FUNNEL_STATES, PAYMENT_LINK_STATES } from '#lib/invoices/status.ts'
import { DEFAULT_DIALECT } from '#lib/sandbox/options.ts'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const FIELDS = [
  ['invoiceId', 'batchId', 'accountNumber', 'invoiceAmount', 'invoiceStatus', 'overallStatus', 'url'],
  ['smsStatus', 'smsUpdateDate', 'visits', 'lastVisit', 'transactions', 'approvedTransactions'],
  ['declinedTransactions', 'lastTransaction', 'totalTransactionsAmount', 'email', 'receiptDate', 'handler'],
  ['mobileNumber', 'planAmount', 'planFrequency', 'planStartDate', 'planRate', 'instalmentEnabled'],
  ['planMaxTerm', 'planMaxTermPeriod', 'customLabel1', 'customValue1', 'customLabel2', 'customValue2'],
  ['customLabel3', 'customValue3', 'created', 'updated'],
].flat()

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSmallSandbox()
})
afterEach(() => sandbox.setDialect(DEFAULT_DIALECT))
afterAll(() => sandbox.close())

async function report(parameters: Record<string, string>, token = sandbox.keys.paymentLinks) {
  const answer = await get(sandbox, `/reports/invoices?${new URLSearchParams(parameters)}`, token)
  return { ...answer, json: JSON.parse(answer.text) }
}

describe('/reports/invoices', () => {
  test('responds with 403 to a wrong key', async () => {
    expect((await report({ startDate: '2026-11-01', endDate: '2026-11-02' }, 'wrong')).status).toBe(403)
    expect((await get(sandbox, '/reports/invoices')).status).toBe(403)
  })

  test.each([
    [{ endDate: '2026-11-02' }, 'startDate is not valid'],
    [{ startDate: '2026-11-01' }, 'endDate is not valid'],
    [{ startDate: '2026-11-31', endDate: '2026-12-02' }, 'startDate is not valid'],
    [{ startDate: '2026-11-01', endDate: '02/11/2026' }, 'endDate is not valid'],
  ])('responds with 400 to %o', async (parameters, error) => {
    const { status, json } = await report(parameters)
    expect(status).toBe(400)
    expect(json).toEqual({ error })
  })

  test("is a bare array of rows with exactly the seed's fields and timestamps", async () => {
    const { json } = await report({ startDate: '2026-09-01', endDate: '2026-11-22' })
    expect(json.length).toBe(sandbox.truth.paymentLinks().length)
    for (const row of json) {
      expect(Object.keys(row)).toEqual(FIELDS)
      expect(PAYMENT_LINK_STATES).toContain(row.invoiceStatus)
      expect(FUNNEL_STATES).toContain(row.overallStatus)
      expect(row.created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
      expect(row.updated >= row.created).toBe(true)
      expect(row.transactions).toBe(row.approvedTransactions + row.declinedTransactions)
    }
    expect((await report({ startDate: '2026-11-05', endDate: '2026-11-01' })).json).toEqual([])
  })

  test('finds every row under one day by a time that the row does not contain', async () => {
    const days = new Map<string, string[]>()
    for (const day of eachDay('2026-09-20', '2026-11-21')) {
      const { json } = await report({ startDate: day, endDate: addDays(day, 1) })
      days.set(
        day,
        json.map((row: { invoiceId: number }) => String(row.invoiceId)),
      )
    }
    const truth = sandbox.truth.paymentLinks()
    for (const { id, at } of truth) expect(days.get(at.slice(0, 10))).toContain(id)
    expect([...days.values()].flat()).toHaveLength(truth.length)
    expect(truth.some(({ at, row }) => at.slice(0, 10) !== String(row.created).slice(0, 10))).toBe(true)
  })

  test('includes the last day, wraps its rows and formats money as the dialect says', async () => {
    const day = sandbox.truth.paymentLinks().at(-1)?.at.slice(0, 10) ?? ''
    expect((await report({ startDate: day, endDate: day })).json).toHaveLength(0)
    sandbox.setDialect({ endDate: 'whole-day', wrapped: true, moneyAs: 'string', idsAs: 'string' })
    const { json } = await report({ startDate: day, endDate: day })
    expect(json.count).toBe(json.data.length)
    expect(json.data[0]).toMatchObject({ invoiceId: expect.any(String), invoiceAmount: expect.any(String) })
  })

  test('moves a link to the day of its refund', async () => {
    const refunded = sandbox.truth
      .paymentLinks()
      .filter(({ row }) => String(row.invoiceStatus).includes('refunded'))
    for (const { at, row } of refunded) expect(at.slice(0, 10) > String(row.created).slice(0, 10)).toBe(true)
  })
})
