import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseParams, parseParamsLeniently, serializeParams } from '#lib/search-params.ts'
import { SOURCES } from '#lib/sources.ts'
import {
  INVOICE_FILTERS_BY_SOURCE,
  INVOICE_SORTS,
  INVOICE_SORTS_BY_SOURCE,
  invoiceFilters,
} from './filters.ts'
import { fitToSource } from './fit-to-source.ts'

const read = (query: string) => parseParamsLeniently(invoiceFilters, new URLSearchParams(query))

describe('an address is fitted to what its source can answer', () => {
  test('an address without a source opens Hello Tractor', () => {
    expect(fitToSource(read('state=paid'))).toMatchObject({ source: 'hello-tractor', state: ['paid'] })
  })

  test('filters and orders of another source are left out, its own are kept', () => {
    const fitted = fitToSource(read('source=client-invoices&currency=NGN&customer=Ajọ&sort=-amount'))
    expect(fitted).toMatchObject({ currency: [], customer: ['Ajọ'], sort: '-issued_on' })
  })

  test('an order by amount needs exactly one currency', () => {
    expect(fitToSource(read('sort=amount&currency=NGN')).sort).toBe('amount')
    expect(fitToSource(read('sort=amount&currency=NGN&currency=KES')).sort).toBe('-issued_on')
  })

  test('whatever is asked, the outcome names only what the source has, and reads back the same', () => {
    const asked = fc.record({
      source: fc.constantFrom(...SOURCES),
      sort: fc.constantFrom(...INVOICE_SORTS),
      currency: fc.subarray(['NGN', 'KES']),
      site: fc.subarray(['A', 'B']),
      due_from: fc.constantFrom(null, '2026-01-01'),
      processed_to: fc.constantFrom(null, '2026-02-01'),
    })
    fc.assert(
      fc.property(asked, (filters) => {
        const fitted = fitToSource({ ...read(''), ...filters })
        const search = serializeParams(invoiceFilters, fitted)
        for (const key of search.keys()) expect(INVOICE_FILTERS_BY_SOURCE[filters.source]).toContain(key)
        expect(INVOICE_SORTS_BY_SOURCE[filters.source]).toContain(fitted.sort.replace('-', ''))
        expect(parseParams(invoiceFilters, search)).toEqual(fitted)
      }),
    )
  })
})
