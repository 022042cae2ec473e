import { afterAll, beforeAll, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { summaryFilters } from '#lib/collections/filters.ts'
import { currencyChoices, currencyToShow } from '#lib/collections/overview.ts'
import { overviewParams } from '#lib/collections/params.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams, parseParamsLeniently } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { openTestDatabase, operator } from './ask.ts'
import type { TestDatabase } from './database.ts'
import { anInvoice, period, putInvoices, putPeriods } from './rows.ts'

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

test('offers every currency, funding source and status of billing periods as a choice that finds its rows', async () => {
  await putPeriods(own.db, [
    ...CURRENCIES.map((currency, at) => period(`c${at}`, { currency, amount: '1', startDate: '2026-03-02' })),
    ...NAMES.map((fundingSource, at) => period(`f${at}`, { fundingSource, currency: 'NGN' })),
    period('odd', {
      contract: 'A contract',
      status: 'REVERSED_BY_AGENT',
      currency: 'NGN',
      fundingSource: 'A',
    }),
    period('odd2', { status: 'chargeback_opened', currency: 'NGN', fundingSource: 'A' }),
    period('none', { status: null, currency: 'NGN', fundingSource: 'A' }),
  ])
  const list = { list: 'billing-periods', source: null } as const
  const answer = await filterOptions(operator, list)
  const { options } = answer
  const { options: ofContracts } = await filterOptions(operator, { ...list, filter: 'contract' })
  for (const [name, choices] of Object.entries({ ...options, ...ofContracts })) {
    const groups = choices.filter(({ value }) => !value.startsWith('OTHER:'))
    expect([name, groups.reduce((sum, choice) => sum + choice.count, 0)]).toEqual([name, 18])
    for (const { value, count } of choices) {
      const filters = parseParams(billingPeriodFilters, new URLSearchParams({ [name]: value }))
      const { rows, totals } = await listBillingPeriods(operator, { ...filters, ...PAGE })
      expect([value, rows.length]).toEqual([value, count])
      expect([value, totals.reduce((sum, total) => sum + total.count, 0)]).toEqual([value, count])
    }
  }
  expect(options.status).toEqual([
    { value: 'OTHER', label: 'Other status', count: 18 },
    { value: 'OTHER:', label: 'Other: none given', count: 16 },
    { value: 'OTHER:REVERSED_BY_AGENT', label: 'Other: REVERSED_BY_AGENT', count: 1 },
    { value: 'OTHER:chargeback_opened', label: 'Other: chargeback_opened', count: 1 },
  ])
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

test('offers every name and status of invoices as a choice that finds its rows', async () => {
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

test("offers every status of payment links in the source's words as a choice that finds its rows and their totals", async () => {
  const link = (id: string, state: string | null, funnelState: string | null) =>
    anInvoice('payment-links', id, { state, funnelState, currency: 'NGN', amount: '5' })
  await putInvoices(own.db, [
    link('a', 'paid', 'paid'),
    link('b', 'CHARGEBACK', 'opened twice'),
    link('c', 'CHARGEBACK', null),
    link('d', 'other', 'other'),
    link('e', null, 'sent'),
  ])
  const { options } = await filterOptions(operator, { list: 'invoices', source: 'payment-links' })
  const named = (choices: typeof options.state) => choices?.map(({ value, count }) => `${value} ${count}`)
  expect(named(options.state)).toEqual([
    ...['other 3', 'paid 1', 'unknown 1', 'other:CHARGEBACK 2', 'other:other 1'],
  ])
  expect(named(options.funnel_state)).toEqual([
    ...['other 3', 'paid 1', 'sent 1', 'other: 1', 'other:opened twice 1', 'other:other 1'],
  ])
  for (const name of ['state', 'funnel_state']) {
    for (const { value, count } of options[name] ?? []) {
      const query = new URLSearchParams({ source: 'payment-links', [name]: value })
      const { rows, totals } = await listInvoices(operator, {
        ...parseParams(invoiceFilters, query),
        ...PAGE,
      })
      expect([value, rows.length]).toEqual([value, count])
      expect([value, totals.map((total) => total.count)]).toEqual([value, [count]])
    }
  }
})

test('lists the words behind other statuses in the figures by status', async () => {
  await putPeriods(own.db, [
    period('a', { status: 'PAYMENT_COMPLETE', currency: 'NGN', amount: '1', startDate: '2026-03-02' }),
    ...['x', 'y'].map((id) => period(id, { status: 'REVERSED', currency: 'NGN', startDate: '2026-03-02' })),
    period('z', { status: null, currency: 'KES', startDate: '2026-03-03' }),
    period('before', { status: 'REVERSED', currency: 'NGN', startDate: '2026-02-02' }),
  ])
  const asked = (text: string) =>
    collectionSummary(operator, parseParams(summaryFilters, new URLSearchParams(text)))
  const { otherStatuses } = await asked('group_by=status&from=2026-03-02&to=2026-03-08')
  expect(otherStatuses).toEqual({
    words: [
      { status: 'REVERSED', currency: 'NGN', count: 2 },
      { status: null, currency: 'KES', count: 1 },
    ],
    total: 2,
  })
  expect((await asked('group_by=currency')).otherStatuses).toBeNull()
  expect((await asked('group_by=status&from=2025-03-02&to=2025-03-08')).otherStatuses).toBeNull()
})
