import { afterAll, beforeAll, expect, test } from 'vitest'
import * as periodsCsv from '#app/api/billing-periods/export/route.ts'
import * as periods from '#app/api/billing-periods/route.ts'
import * as unpaid from '#app/api/collections/age/route.ts'
import * as comparison from '#app/api/collections/comparison/route.ts'
import * as summary from '#app/api/collections/summary/route.ts'
import * as weekly from '#app/api/collections/weekly/route.ts'
import * as invoicesCsv from '#app/api/invoices/export/route.ts'
import * as invoices from '#app/api/invoices/route.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { checkMoney } from '#lib/testing/money/check.ts'
import { MONEY_NOW, moneyDataset } from '#lib/testing/money/dataset.ts'
import { moneyEnvironment, startMoneyUpstream } from '#lib/testing/money/upstream.ts'
import type { Answers } from './answers.ts'
import { ask, openTestDatabase } from './ask.ts'
import type { TestDatabase } from './database.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

async function json(answer: Promise<Response>) {
  const response = await answer
  expect(response.status).toBe(200)
  return response.json()
}

/** The routes' own responses, as a browser or a program gets them. */
const ROUTES: Answers = {
  billingPeriods: (query) => json(ask(periods, `/api/billing-periods?${query}`)),
  invoices: (query) => json(ask(invoices, `/api/invoices?${query}`)),
  weekly: (query) => json(ask(weekly, `/api/collections/weekly?${query}`)),
  summary: (query) => json(ask(summary, `/api/collections/summary?${query}`)),
  unpaid: (query) => json(ask(unpaid, `/api/collections/age?${query}`)),
  comparison: (query) => json(ask(comparison, `/api/collections/comparison?${query}`)),
  billingPeriodsCsv: (query) => ask(periodsCsv, `/api/billing-periods/export?${query}`),
  invoicesCsv: (query) => ask(invoicesCsv, `/api/invoices/export?${query}`),
}

test('R10: keeps every digit of amounts in every spelling through wire, SQL, lists, totals, figures and exports', async () => {
  const dataset = moneyDataset({ periods: 4_000, invoices: 1_500, links: 1_500, weeks: 3 })
  const upstream = await startMoneyUpstream(dataset)
  const env = readEnv(moneyEnvironment(upstream, dataset))
  const upstreams = createUpstreams(env)
  const { signal } = new AbortController()
  const pass = await runOnce({
    url: own.url,
    upstreams,
    settings: syncSettings(env),
    signal,
    now: () => MONEY_NOW,
  })
  await upstreams.close()
  await upstream.close()
  expect(pass.isComplete).toBe(true)
  const { listed, exported, sums } = await checkMoney(dataset, ROUTES)
  expect([...listed.examples, ...exported.examples, ...sums.examples]).toEqual([])
  expect([listed.compared, exported.compared]).toEqual([dataset.amounts, dataset.amounts])
  expect(sums.compared).toBeGreaterThan(500)
})
