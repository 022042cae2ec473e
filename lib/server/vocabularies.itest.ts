import { afterAll, beforeAll, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { currencyChoices, currencyToShow } from '#lib/collections/overview.ts'
import { overviewParams } from '#lib/collections/params.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams, parseParamsLeniently } from '#lib/search-params.ts'
import { listBillingPeriods } from './billing-periods/list.ts'
import { weeklyCollections } from './collections/weekly.ts'
import { filterOptions } from './filter-options.ts'
import { listInvoices } from './invoices/list.ts'
import { openTestDatabase, operator } from './testing/ask.ts'
import type { TestDatabase } from './testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from './testing/rows.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const CURRENCIES = ['USDC', '₦', 'Naira', 'NGN', 'Kès 2', 'usd.e', ' USDT ', '(FCFA)']
const NAMES = [
  'A\tB',
  'Fund "A" & Söhne; 50 %',
  '\u202eFund',
  'x'.repeat(400),
  "'; drop table",
  '資金 🌾',
  ' A ',
]
const PAGE = { cursor: null, limit: 200 }

test('every currency, funding source and status of billing periods can be chosen, and its choice finds its rows', async () => {
  await putPeriods(own.db, [
    ...CURRENCIES.map((currency, at) => period(`c${at}`, { currency, amount: '1', startDate: '2026-03-02' })),
    ...NAMES.map((fundingSource, at) => period(`f${at}`, { fundingSource, currency: 'NGN' })),
    period('odd', { status: 'REVERSED_BY_AGENT', currency: 'NGN', fundingSource: 'A' }),
    period('none', { status: null, currency: 'NGN', fundingSource: 'A' }),
  ])
  const answer = await filterOptions(operator, { list: 'billing-periods', source: null })
  const { options } = answer
  for (const [name, choices] of Object.entries(options)) {
    expect([name, choices.reduce((sum, choice) => sum + choice.count, 0)]).toEqual([name, 17])
    for (const { value, count } of choices) {
      const filters = parseParams(billingPeriodFilters, new URLSearchParams({ [name]: value }))
      const { rows } = await listBillingPeriods(operator, { ...filters, ...PAGE })
      expect([value, rows.length]).toEqual([value, count])
    }
  }
  expect(new Set(options.currency?.map(({ value }) => value))).toEqual(new Set(CURRENCIES))
  expect(options.funding_source?.map(({ value }) => value)).toEqual(expect.arrayContaining(NAMES))
  for (const currency of CURRENCIES) {
    const asked = parseParamsLeniently(overviewParams, new URLSearchParams({ currency }))
    const shown = currencyToShow(asked.currency, answer)
    expect(shown).toBe(currency)
    expect(currencyChoices([currency], answer)).toContain(currency)
    const filters = { currency: [currency], funding_source: [], from: '2026-03-02', to: '2026-03-08' }
    expect((await weeklyCollections(operator, filters)).weeks).toMatchObject([{ currency, count: 1 }])
  }
})

test('every name and state of invoices can be chosen, and its choice finds its rows', async () => {
  await putInvoices(
    own.db,
    NAMES.map((name, at) =>
      anInvoice('client-invoices', `i${at}`, {
        customer: name,
        siteRef: name,
        siteName: name,
        invoiceType: name,
      }),
    ),
  )
  const { options } = await filterOptions(operator, { list: 'invoices', source: 'client-invoices' })
  for (const [name, choices] of Object.entries(options)) {
    expect([name, choices.map(({ value }) => value).sort()]).toEqual([name, [...NAMES].sort()])
    for (const { value } of choices) {
      const query = new URLSearchParams({ source: 'client-invoices', [name]: value })
      const { rows } = await listInvoices(operator, { ...parseParams(invoiceFilters, query), ...PAGE })
      expect([value, rows.length]).toEqual([value, 1])
    }
  }
})
