import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMoney } from '#lib/money.ts'
import { statusAt } from './collection.ts'
import { createDataset, type Dataset } from './dataset.ts'
import { ODD_NAMES } from './names.ts'
import { processTime } from './payment-links.ts'
import { CURRENCIES, PROGRAMMES } from './regions.ts'

const ORIGIN = '2026-11-21'
const NOW = Date.parse('2026-11-21T12:00:00Z')
const DAY_MS = 86_400_000
const SMALL = { seed: 'small', originDay: ORIGIN, contracts: 24, weeks: 10 }

/** Every fact that exists at an instant, as text. */
function revealed(dataset: Dataset, now: number): string[] {
  dataset.growTo(now)
  return [
    ...dataset.periods.all().filter((period) => period.createdAt <= now),
    ...dataset.invoices.all().filter((invoice) => invoice.createdAt <= now),
    ...dataset.links.all().filter((link) => link.processedAt <= now),
    ...dataset.clientInvoices.all().filter((invoice) => invoice.revealedAt <= now),
  ].map((fact) => JSON.stringify(fact))
}

describe('the dataset', () => {
  test('shows the same rows at any later time, whichever steps the dataset grew in', () => {
    const oneGo = createDataset(SMALL)
    const last = revealed(oneGo, NOW + 40 * DAY_MS)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 39 }), { minLength: 1, maxLength: 4 }), (days) => {
        const grown = createDataset(SMALL)
        const known = new Set(last)
        for (const day of days.sort((a, b) => a - b)) {
          expect(revealed(grown, NOW + day * DAY_MS).filter((fact) => !known.has(fact))).toEqual([])
        }
        expect(revealed(grown, NOW + 40 * DAY_MS)).toEqual(last)
      }),
      { numRuns: 15 },
    )
  })

  test('gives equal worlds for equal seeds and different ones for other seeds', () => {
    const facts = revealed(createDataset(SMALL), NOW)
    expect(revealed(createDataset(SMALL), NOW)).toEqual(facts)
    expect(revealed(createDataset({ ...SMALL, seed: 'other' }), NOW)).not.toEqual(facts)
  })

  test('increases ids with creation, and numbers within their year', () => {
    const dataset = createDataset(SMALL)
    dataset.growTo(NOW)
    const periods = dataset.periods.all()
    for (const [index, period] of periods.slice(1).entries()) {
      expect(period.id).toBe((periods[index]?.id ?? 0) + 1)
      expect(period.createdAt).toBeGreaterThanOrEqual(periods[index]?.createdAt ?? 0)
    }
    const numbers = dataset.invoices.all().map((invoice) => invoice.number)
    expect(numbers).toEqual([...numbers].sort())
    expect(new Set(dataset.invoices.all().map((invoice) => invoice.id)).size).toBe(numbers.length)
  })

  test('keeps the events of a life in order and none before its creation', () => {
    const dataset = createDataset(SMALL)
    dataset.growTo(NOW)
    for (const period of dataset.periods.all()) {
      const times = period.events.map((event) => event.at)
      expect(times[0]).toBe(period.createdAt)
      expect(times).toEqual([...times].sort((a, b) => a - b))
    }
    for (const link of dataset.links.all()) {
      expect(processTime(link, link.processedAt - 1)).toBeNull()
      expect(processTime(link, Number.MAX_SAFE_INTEGER)).toBeGreaterThanOrEqual(link.processedAt)
    }
  })

  test('has every currency, programme and oddity even in a small dataset', () => {
    const dataset = createDataset({ seed: 'tiny', originDay: ORIGIN, contracts: 20, weeks: 8 })
    dataset.growTo(NOW)
    const periods = dataset.periods.all().filter((period) => period.createdAt <= NOW)
    expect(new Set(periods.map((period) => period.currency))).toEqual(new Set(CURRENCIES))
    expect(new Set(periods.map((period) => period.fundingSource))).toEqual(new Set([...PROGRAMMES, null]))
    const statuses = periods.map((period) => statusAt(period.events, NOW))
    expect(statuses).toEqual(
      expect.arrayContaining(['DRAFT', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'PENDING']),
    )
    expect(periods.some((period) => period.amount === null)).toBe(true)
    expect(periods.some((period) => period.amount !== null && readMoney(period.amount).amount === null)).toBe(
      true,
    )
    const days = periods.map(
      ({ startDate, endDate }) => (Date.parse(endDate) - Date.parse(startDate)) / DAY_MS,
    )
    expect(days).toEqual(expect.arrayContaining([2, 6, 13, 29]))
    expect(dataset.contracts.some((contract) => contract.fundingSource === null)).toBe(true)
    expect(ODD_NAMES.map((name) => name.length)).toContain(80)
  })
})

describe('the default dataset', () => {
  const dataset = createDataset({ seed: 'furrow', originDay: ORIGIN, contracts: 400, weeks: 104 })
  dataset.growTo(NOW)
  const periods = dataset.periods.all().filter((period) => period.createdAt <= NOW)

  test('has two years of the expected size', () => {
    expect(periods.length).toBeGreaterThan(38_000)
    expect(periods.length).toBeLessThan(43_000)
    const invoices = dataset.invoices.all().filter((invoice) => invoice.createdAt <= NOW)
    expect(invoices.length).toBeGreaterThan(38_000)
    expect(invoices.length).toBeLessThan(43_000)
    const links = dataset.links.all().filter((link) => link.processedAt <= NOW)
    expect(links.length).toBeGreaterThan(11_000)
    expect(links.length).toBeLessThan(13_500)
    const clientInvoices = dataset.clientInvoices.all().filter((invoice) => invoice.revealedAt <= NOW)
    expect(clientInvoices.length).toBeGreaterThan(2_700)
    expect(clientInvoices.length).toBeLessThan(3_300)
  })

  test('collects most old periods and few new ones, with differences between programmes', () => {
    const paid = (list: typeof periods) =>
      list.filter((period) => statusAt(period.events, NOW) === 'PAYMENT_COMPLETE').length / list.length
    const old = periods.filter((period) => Date.parse(period.startDate) < NOW - 120 * DAY_MS)
    expect(paid(old)).toBeGreaterThan(0.88)
    expect(paid(old)).toBeLessThan(0.93)
    const lastWeek = periods.filter(({ endDate }) => endDate >= '2026-11-13' && endDate <= '2026-11-15')
    expect(paid(lastWeek)).toBeLessThan(0.4)
    const rates = PROGRAMMES.map((programme) =>
      paid(old.filter((period) => period.fundingSource === programme)),
    )
    expect(Math.max(...rates) - Math.min(...rates)).toBeGreaterThan(0.02)
  })

  test('follows the seasons', () => {
    const kaduna = periods.filter((period) => period.contract.region.code === 'KAD')
    const inMonth = (month: string) => kaduna.filter((period) => period.startDate.startsWith(month)).length
    expect(inMonth('2026-06')).toBeGreaterThan(3 * inMonth('2026-01'))
  })

  test('joins its sources by code, name and number, with a few breaks', () => {
    const links = dataset.links.all()
    const joined = links.filter((link) => link.accountNumber === link.invoice.contract.code).length
    expect(joined).toBeGreaterThan(links.length * 0.95)
    expect(joined).toBeLessThan(links.length)
    const codes = new Set(dataset.contracts.map((contract) => contract.code))
    const sites = dataset.clientInvoices.all().map((invoice) => codes.has(invoice.billingSiteRef))
    expect(sites).toContain(true)
    expect(sites).toContain(false)
  })
})
