import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as periodDetail from '#app/api/billing-periods/[id]/route.ts'
import * as invoicePdf from '#app/api/invoices/[source]/[id]/pdf/route.ts'
import * as sources from '#app/api/sources/route.ts'
import * as proxy from '#app/api/upstream/[source]/[...path]/route.ts'
import { billingPeriodDetailSchema } from '#lib/billing-periods/schema.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { checkOrigins } from '#lib/server/db/origin.ts'
import { sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import { sourcesSchema } from '#lib/sources/schema.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { PERIOD, startUpstream } from '#lib/testing/scripted-upstream.ts'

// The web server starts first and has an address of its own. Then a worker with another address stores rows.

const OWN = 'https://own.example/api'
const WORKERS = 'https://workers.example/api'
const settings = (url: string) => ({ HELLO_TRACTOR_URL: url, HELLO_TRACTOR_API_KEY: 'a-key' })
Object.assign(process.env, settings(OWN))

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await checkOrigins(own.db, readEnv(settings(OWN)))
  await checkOrigins(own.db, readEnv(settings(WORKERS)))
  await putPeriods(own.db, [period('5001', { status: 'PENDING', fundingSource: 'AGRI-1' })])
  await putInvoices(own.db, [anInvoice('hello-tractor', 'inv-1', { fundingSource: 'AGRI-1' })])
})
afterAll(() => own.drop())

test('a web server whose address is not the mirrored one asks its source for nothing, and says so', async () => {
  const server = await startUpstream((_seen, response) => sendJson(response, PERIOD))
  const detail = billingPeriodDetailSchema.parse(
    await (await ask(periodDetail, '/api/billing-periods/5001')).json(),
  )
  expect(detail).toMatchObject({ origin: 'mirror', billingPeriod: { status: 'PENDING' } })
  expect(detail.fallback).toBe('other_address')
  expect(detail.fallbackReason).toMatch(/another address of Hello Tractor/)
  for (const [route, path] of [
    [invoicePdf, '/api/invoices/hello-tractor/inv-1/pdf'],
    [proxy, '/api/upstream/hello-tractor/payg/lms/payment-requests'],
  ] as const) {
    const response = await ask(route, path)
    expect([response.status, (await response.json()).code]).toEqual([503, 'other_address'])
  }
  expect(server.seen).toEqual([])
})

test('tells operators on the Sources page which address is the mirrored one, and financiers nothing', async () => {
  const read = async (viewer = {}) => {
    const { sources: all } = sourcesSchema.parse(await (await ask(sources, '/api/sources', viewer)).json())
    return all.find(({ source }) => source === 'hello-tractor')?.notices ?? []
  }
  const told = (await read()).find(({ message }) => message.includes(WORKERS))
  expect(told).toMatchObject({ level: 'error', message: expect.stringContaining(OWN) })
  expect(told?.fix).toContain('HELLO_TRACTOR_URL')
  expect(await read({ as: financier('AGRI-1') })).toEqual([])
})

test('asks the source again once its address is the mirrored one', async () => {
  await own.db.execute(
    sql`update source_fact set value = jsonb_build_object('origin', ${OWN}::text) where fact = 'origin'`,
  )
  await startUpstream((_seen, response) => sendJson(response, PERIOD))
  const detail = billingPeriodDetailSchema.parse(
    await (await ask(periodDetail, '/api/billing-periods/5001')).json(),
  )
  expect(detail.origin).toBe('live')
})
