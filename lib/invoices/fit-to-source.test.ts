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

describe('fitting an address to its source', () => {
  test('opens Hello Tractor when the address names no source', () => {
    expect(fitToSource(read('state=paid'))).toMatchObject({ source: 'hello-tractor', state: ['paid'] })
  })

  test('drops filters and sorts of another source and keeps its own', () => {
    const fitted = fitToSource(read('source=client-invoices&currency=NGN&customer=Ajọ&sort=-amount'))
    expect(fitted).toMatchObject({ currency: [], customer: ['Ajọ'], sort: '-issued_on' })
  })

  test('allows a sort by amount only with exactly one currency', () => {
    expect(fitToSource(read('sort=amount&currency=NGN')).sort).toBe('amount')
    expect(fitToSource(read('sort=amount&currency=NGN&currency=KES')).sort).toBe('-issued_on')
  })

  test('always gives filters that the source supports and that read back unchanged', () => {
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
