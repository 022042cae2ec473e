import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseParams } from '#lib/search-params.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { filterOptions } from './filter-options.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  const named = Array.from({ length: 450 }, (_, at) =>
    anInvoice('client-invoices', `i${at}`, {
      customer: `Customer ${at}`,
      siteRef: `S${at}`,
      siteName: `Site ${at} 100%`,
    }),
  )
  const rare = anInvoice('client-invoices', 'rare', {
    customer: '100%_sure',
    siteRef: 'R',
    siteName: 'Zaria',
  })
  await putInvoices(own.db, [...named, rare, anInvoice('client-invoices', 'none', {})])
  await putPeriods(
    own.db,
    Array.from({ length: 230 }, (_, at) => period(`p${at}`, { fundingSource: `Fund ${at}` })).concat(
      period('u', { fundingSource: null }),
    ),
  )
})
afterAll(() => own.drop())

const { query } = ENDPOINTS.filterOptions
if (!query) throw new Error('the choices of filters are asked for by parameters')
const ask = (text: string, viewer = operator) =>
  filterOptions(viewer, parseParams(query, new URLSearchParams(text)))
const valuesOf = async (text: string, name: string) => {
  const { options, more } = await ask(text)
  expect(Object.keys(options)).toEqual([name])
  return { values: options[name]?.map(({ value }) => value), total: more[name]?.total }
}

test('a shortened list of values gives their number and the path to the others', async () => {
  const { options, more } = await ask('list=invoices&source=client-invoices')
  expect(options.customer).toHaveLength(200)
  expect(more.customer?.total).toBe(451)
  expect(more.site?.total).toBe(451)
  expect(Object.keys(more).sort()).toEqual(['customer', 'site'])
  const found = await ask(`${more.customer?.find.split('?')[1]}&find=customer%20449`)
  expect(found.options.customer).toEqual([{ value: 'Customer 449', label: 'Customer 449', count: 1 }])
  expect(found.more).toEqual({})
})

test('values are found by any literal part of their value or name', async () => {
  const base = 'list=invoices&source=client-invoices'
  expect(await valuesOf(`${base}&filter=customer&find=%25_S`, 'customer')).toEqual({ values: ['100%_sure'] })
  expect(await valuesOf(`${base}&filter=site&find=zari`, 'site')).toEqual({ values: ['R'] })
  expect((await valuesOf(`${base}&filter=customer&find=customer`, 'customer')).total).toBe(450)
  expect(await valuesOf(`${base}&filter=customer&find=nobody`, 'customer')).toEqual({ values: [] })
  expect(await valuesOf('list=billing-periods&filter=funding_source&find=unassi', 'funding_source')).toEqual({
    values: ['(unassigned)'],
  })
  expect((await ask('list=billing-periods')).more.funding_source?.total).toBe(231)
})

test('a viewer finds and counts only values in their funding sources', async () => {
  const { options, more } = await ask(
    'list=billing-periods&filter=funding_source&find=fund',
    financier('Fund 7'),
  )
  expect(options.funding_source).toEqual([{ value: 'Fund 7', label: 'Fund 7', count: 1 }])
  expect(more).toEqual({})
})

test.each([
  ['list=billing-periods&filter=customer', 'filter'],
  ['list=invoices&source=client-invoices&filter=status', 'filter'],
  ['list=billing-periods&find=x', 'find'],
])('%s is refused, naming %s', async (text, param) => {
  await expect(ask(text)).rejects.toMatchObject({ status: 400, errors: [{ param }] })
})
