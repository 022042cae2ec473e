import { describe, expect, test } from 'vitest'
import { curlOf, type ExampleValues } from '#lib/api-docs/curl.ts'
import { type ApiDocument, areasOf } from '#lib/api-docs/document.ts'
import { ENDPOINTS } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

const document = openApiDocument() as ApiDocument
const areas = areasOf(document)
const operations = areas.flatMap((area) => area.operations)
const values: ExampleValues = {
  origin: 'https://furrow.example.com',
  ids: { 'billing-periods': '5001', invoices: 'INV 1/2', 'client-invoices': null },
  day: '2026-11-22',
}
const curl = (id: string) => {
  const found = operations.find((operation) => operation.id === id || operation.path === id)
  if (!found) throw new Error(`there is no ${id}`)
  return curlOf(found, values)
}

test('lists every operation in one area, with its response and its problems', () => {
  const paths = Object.values(document.paths).flatMap((verbs) => Object.keys(verbs))
  expect(operations).toHaveLength(paths.length)
  expect(areas.every((area) => area.operations.length > 0)).toBe(true)
  for (const { path, answer, problems } of operations) {
    expect(answer.status).toMatch(/^(2\d\d|303)$/)
    expect([path, answer.status, answer.mediaTypes.length > 0]).toEqual([
      path,
      answer.status,
      answer.status !== '303',
    ])
    expect(problems.length).toBeGreaterThan(5)
  }
})

test('states the access of every operation as in the table of endpoints', () => {
  for (const [name, { access }] of Object.entries(ENDPOINTS)) {
    for (const operation of operations.filter(({ id }) => id === name || id.startsWith(`${name}_`)))
      expect(operation.access).toBe(access)
  }
})

describe('an example', () => {
  test('exists for each operation that is open to keys or to anyone, and for no other', () => {
    for (const operation of operations) {
      const isClosed = operation.access === 'admin' || operation.path.startsWith('/api/auth/')
      expect(curlOf(operation, values) === null).toBe(isClosed)
    }
  })
  test('carries the key in a variable, and only where a key is needed', () => {
    expect(curl('listBillingPeriods')).toContain('-H "Authorization: Bearer $FURROW_KEY"')
    expect(curl('live')).not.toContain('FURROW_KEY')
  })
  test('names rows that the reader may see, and a placeholder where there are none', () => {
    expect(curl('billingPeriodDetail')).toContain('"https://furrow.example.com/api/billing-periods/5001"')
    expect(curl('invoiceDetail')).toContain('/api/invoices/hello-tractor/INV%201%2F2"')
    expect(curl('/api/upstream/client-invoices/api/v1/invoice/{id}/download')).toContain('/$ID/download"')
  })
  test('shows how to send a body, and where to save a file', () => {
    expect(curl('requestAccess')).toContain('-X POST')
    expect(curl('requestAccess')).toContain('"email":"ada@example.com"')
    expect(curl('exportInvoices')).toContain('-o exportInvoices.csv')
  })
})
