import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIND_PLACES, findListPath, foundPath } from '#lib/find/places.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { find } from './find.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    ...Array.from({ length: 230 }, (_, at) =>
      period(`p-${at}`, {
        contract: at === 7 ? 'KAD' : `KAD-${1000 + at}`,
        startDate: at === 8 ? '2026-03-09' : '2026-03-02',
        fundingSource: 'Heifer',
        currency: 'NGN',
        amount: '12.50',
      }),
    ),
    period('gone', { contract: 'KAD-1', goneAt: '2026-03-05T00:00:00Z' }),
    period('z-1', { contract: 'Zaria 9', fundingSource: 'Crédit Agricole', startDate: '2026-03-02' }),
  ])
  await putInvoices(own.db, [
    anInvoice('hello-tractor', 'h', { number: 'INV-9001', title: 'Zaria', fundingSource: 'Crédit Agricole' }),
    anInvoice('payment-links', 'l', {
      number: 'l',
      accountNumber: '9001-77',
      fundingSource: 'Heifer',
      raw: { mobileNumber: '+2348031234567' },
    }),
    anInvoice('client-invoices', 'c', { number: 'CI-9001', customer: 'Zàría Farms' }),
  ])
})
afterAll(() => own.drop())

const placesOf = async (viewer: Viewer, search: string) => {
  const { found } = await find(viewer, { search })
  return found.map(({ place, count, isMore }) => `${place} ${count}${isMore ? '+' : ''}`)
}

test('finds a text in every place, and names those with a match alone', async () => {
  expect(await placesOf(operator, 'zaria')).toEqual([
    'contracts 1',
    'billing-periods 1',
    'hello-tractor 1',
    'client-invoices 1',
  ])
  expect(await placesOf(operator, '9001')).toEqual([
    'hello-tractor 1',
    'payment-links 1',
    'client-invoices 1',
  ])
  expect(await placesOf(operator, 'credit')).toEqual([
    'funding-sources 1',
    'contracts 1',
    'billing-periods 1',
    'hello-tractor 1',
  ])
  expect(await placesOf(operator, 'nothing like it')).toEqual([])
})

test('counts up to 200 matches and shows five', async () => {
  const { found } = await find(operator, { search: 'kad' })
  const [contracts, periods] = found
  expect(found.map(({ place, count, isMore }) => [place, count, isMore])).toEqual([
    ['contracts', 200, true],
    ['billing-periods', 200, true],
  ])
  expect([contracts?.rows.length, periods?.rows.length]).toEqual([5, 5])
})

test('shows what is exactly the text first, however much else contains it', async () => {
  for (const typed of ['KAD', 'kad']) {
    const { found } = await find(operator, { search: typed })
    expect(found.map(({ rows }) => rows[0]?.name)).toEqual(['KAD', 'KAD'])
  }
  const { found } = await find(operator, { search: 'h' })
  expect(found.find(({ place }) => place === 'hello-tractor')?.rows[0]?.id).toBe('h')
})

test('shows the latest of the names that begin with the text first', async () => {
  const { found } = await find(operator, { search: 'kad-100' })
  const [row, next] = found.find(({ place }) => place === 'billing-periods')?.rows ?? []
  expect(row).toEqual({
    id: 'p-8',
    name: 'KAD-1008',
    text: 'Heifer',
    day: '2026-03-09',
    amount: '12.50',
    currency: 'NGN',
  })
  expect(next?.id).toBe('p-0')
})

test('finds nothing outside the scope, and no telephone numbers for financiers', async () => {
  const viewer = financier('Heifer')
  expect(await placesOf(viewer, 'zaria')).toEqual([])
  expect(await placesOf(viewer, 'credit agricole')).toEqual([])
  expect(await placesOf(viewer, '9001')).toEqual(['payment-links 1'])
  expect(await placesOf(operator, '0803')).toEqual([])
  expect(await placesOf(operator, '0803 123 4567')).toEqual(['payment-links 1'])
  expect(await placesOf(viewer, '803 123 4567')).toEqual([])
  expect(await placesOf(financier(), 'kad')).toEqual([])
})

test('requires a text', async () => {
  await expect(find(operator, { search: null })).rejects.toMatchObject({ status: 400 })
})

test('every place but the funding sources has a list, and every row an address', () => {
  expect(FIND_PLACES.map((place) => findListPath(place, 'a b'))).toEqual([
    null,
    '/contracts?search=a+b',
    '/billing-periods?search=a+b',
    '/invoices?source=hello-tractor&search=a+b',
    '/invoices?source=payment-links&search=a+b',
    '/invoices?source=client-invoices&search=a+b',
  ])
  expect(FIND_PLACES.map((place) => foundPath(place, 'x/1', 'a'))).toEqual([
    '/billing-periods?funding_source=x%2F1',
    '/contracts/x%2F1',
    '/billing-periods?search=a&row=x%2F1',
    '/invoices?source=hello-tractor&search=a&row=x%2F1',
    '/invoices?source=payment-links&search=a&row=x%2F1',
    '/invoices?source=client-invoices&search=a&row=x%2F1',
  ])
})
