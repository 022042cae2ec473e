import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { contractFilters } from '#lib/contracts/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { plainText, searchedWords } from '#lib/plain-text.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { listContracts } from '#lib/server/contracts/list.ts'
import { query } from '#lib/server/db/client.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    period('p-1', { contract: 'KAD-0334', fundingSource: 'Crédit Agricole' }),
    period('p-2', { contract: 'KAD 0335 Rabi’u', fundingSource: 'Crédit Agricole' }),
    period('p-3', { contract: 'kad0336', fundingSource: 'Heifer' }),
    period('p-4', { contract: '100%_\\', fundingSource: 'Heifer' }),
    period('q-5', { contract: null, fundingSource: null }),
  ])
  const phone = (mobileNumber: string, email = '') => ({ mobileNumber, email })
  await putInvoices(own.db, [
    anInvoice('hello-tractor', 'h-1', {
      number: 'INV/2026-0007',
      title: 'Tractor – phase 2',
      fundingSource: 'Heifer',
    }),
    anInvoice('hello-tractor', 'h-2', { number: 'INV/2026-0070', title: 'Ploughing', fundingSource: null }),
    anInvoice('payment-links', 'l-1', {
      number: 'l-1',
      accountNumber: 'ACC 0012-34',
      fundingSource: 'Heifer',
      raw: phone('+234 803-123-4567', 'musa.ibrahim@example.com'),
    }),
    anInvoice('payment-links', 'l-2', {
      number: 'l-2',
      accountNumber: 'ACC-9912',
      fundingSource: 'Crédit Agricole',
      raw: { mobile_number: '(0805) 555 0199' },
    }),
    ...[
      ['c-1', 'Adébówálé Ọláṣubọ̀mí', 'SITE-7', 'Ìbàdàn'],
      ['c-2', 'KIMANI, Wanjirũ', 'SITE-8', 'Nairobi'],
      ['c-3', 'Rabi’u Ɗanƙwarai', 'SITE 77', 'Kano'],
      ['c-4', 'Ibrahim Musa', 'ST-9', 'Łódź'],
      ['c-5', 'Rabiu Stores', 'ST-10', 'Straße 5'],
    ].map(([id, customer, siteRef, siteName]) =>
      anInvoice('client-invoices', id ?? '', {
        number: `CI ${id}`,
        customer,
        siteRef,
        siteName,
        invoiceTypeLabel: 'Fixed fée',
      }),
    ),
  ])
})
afterAll(() => own.drop())

type List = 'periods' | 'contracts' | 'hello-tractor' | 'payment-links' | 'client-invoices'

/** Returns what a list shows for a search: ids, for contracts their names. */
async function find(viewer: Viewer, list: List, search: string): Promise<(string | null)[]> {
  const page = { cursor: null, limit: 50 }
  const asked = new URLSearchParams({ search })
  if (list === 'periods') {
    const answer = await listBillingPeriods(viewer, { ...parseParams(billingPeriodFilters, asked), ...page })
    expect(answer.totals.reduce((sum, { count }) => sum + count, 0)).toBe(answer.rows.length)
    return answer.rows.map(({ id }) => id).sort()
  }
  if (list === 'contracts') {
    const answer = await listContracts(viewer, { ...parseParams(contractFilters, asked), ...page })
    return answer.rows.map(({ contract }) => contract).sort()
  }
  asked.set('source', list)
  const answer = await listInvoices(viewer, { ...parseParams(invoiceFilters, asked), ...page })
  expect(answer.totals.reduce((sum, { count }) => sum + count, 0)).toBe(answer.rows.length)
  return answer.rows.map(({ id }) => id).sort()
}

describe('finds what people mean', () => {
  test.each<[typed: string, list: List, found: (string | null)[]]>([
    ['adebowale', 'client-invoices', ['c-1']],
    ['ADÉBÓWÁLÉ', 'client-invoices', ['c-1']],
    ['Ade\u0301bo\u0301wa\u0301le\u0301', 'client-invoices', ['c-1']],
    ['olasubomi', 'client-invoices', ['c-1']],
    ['Olasubomi Adebowale', 'client-invoices', ['c-1']],
    ['ibadan', 'client-invoices', ['c-1']],
    ['Kimani', 'client-invoices', ['c-2']],
    ['kimani wanjiru', 'client-invoices', ['c-2']],
    ['KIMANI,', 'client-invoices', ['c-2']],
    ["Rabi'u", 'client-invoices', ['c-3', 'c-5']],
    ['Rabi’u', 'client-invoices', ['c-3', 'c-5']],
    ['Rabi‘u', 'client-invoices', ['c-3', 'c-5']],
    ['Rabiʼu', 'client-invoices', ['c-3', 'c-5']],
    ['Rabi`u', 'client-invoices', ['c-3', 'c-5']],
    ['Rabiu', 'client-invoices', ['c-3', 'c-5']],
    ['rabi u', 'client-invoices', ['c-3', 'c-5']],
    ['dankwarai', 'client-invoices', ['c-3']],
    ['Ɗankwarai rabiu', 'client-invoices', ['c-3']],
    ['Ibrahim Musa', 'client-invoices', ['c-4']],
    ['Musa Ibrahim', 'client-invoices', ['c-4']],
    ['musa  ìbráhìm', 'client-invoices', ['c-4']],
    ['ibrahimmusa', 'client-invoices', ['c-4']],
    ['Musa Adebowale', 'client-invoices', []],
    ['lodz', 'client-invoices', ['c-4']],
    ['ŁÓDŹ', 'client-invoices', ['c-4']],
    ['strasse', 'client-invoices', ['c-5']],
    ['STRASSE5', 'client-invoices', ['c-5']],
    ['site7', 'client-invoices', ['c-1', 'c-3']],
    ['SITE-77', 'client-invoices', ['c-3']],
    ['site 8', 'client-invoices', ['c-2']],
    ['st10', 'client-invoices', ['c-5']],
    ['fixed fee', 'client-invoices', ['c-1', 'c-2', 'c-3', 'c-4', 'c-5']],
    ['ci c 4', 'client-invoices', ['c-4']],
    ['musa łodz st', 'client-invoices', ['c-4']],
    ['musast', 'client-invoices', []],
    ['é', 'client-invoices', ['c-1', 'c-2', 'c-3', 'c-4', 'c-5']],
    ['ŵ', 'client-invoices', ['c-1', 'c-2', 'c-3']],
    ['KAD 0334', 'periods', ['p-1']],
    ['KAD-0334', 'periods', ['p-1']],
    ['KAD0334', 'periods', ['p-1']],
    ['kad–0334', 'periods', ['p-1']],
    ['kad\u00a00336', 'periods', ['p-3']],
    ['KAD-0336', 'periods', ['p-3']],
    ['0335', 'periods', ['p-2']],
    ['033', 'periods', ['p-1', 'p-2', 'p-3']],
    ['kad rabiu', 'periods', ['p-2']],
    ['credit agricole', 'periods', ['p-1', 'p-2']],
    ['agricole 0335', 'periods', ['p-2']],
    ['100%', 'periods', ['p-4']],
    ['%', 'periods', ['p-4']],
    ['_', 'periods', ['p-4']],
    ['\\', 'periods', ['p-4']],
    ['q5', 'periods', ['q-5']],
    ['p-4', 'periods', ['p-4']],
    ['-', 'periods', []],
    ['p1kad', 'periods', []],
    ['KAD 0334', 'contracts', ['KAD-0334']],
    ['kad0335', 'contracts', ['KAD 0335 Rabi’u']],
    ["rabi'u kad", 'contracts', ['KAD 0335 Rabi’u']],
    ['Credit', 'contracts', ['KAD 0335 Rabi’u', 'KAD-0334']],
    ['%', 'contracts', ['100%_\\']],
    ['inv/2026 0007', 'hello-tractor', ['h-1']],
    ['INV/20260070', 'hello-tractor', ['h-2']],
    ['phase 2 tractor', 'hello-tractor', ['h-1']],
    ['Tractor phase-2', 'hello-tractor', ['h-1']],
    ['acc001234', 'payment-links', ['l-1']],
    ['ACC 99', 'payment-links', ['l-2']],
  ])('%s in %s', async (typed, list, found) => {
    expect(await find(operator, list, typed)).toEqual(found)
  })
})

describe('finds telephone numbers for those who may see them', () => {
  test.each<[typed: string, found: string[]]>([
    ['+234 803 123 4567', ['l-1']],
    ['+2348031234567', ['l-1']],
    ['0803 123 4567', ['l-1']],
    ['08031234567', ['l-1']],
    ['(0803) 123-4567', ['l-1']],
    ['123 4567', ['l-1']],
    ['0805 555', ['l-2']],
    ['8055550199', ['l-2']],
    ['musa.ibrahim@example', ['l-1']],
  ])('%s', async (typed, found) => {
    expect(await find(operator, 'payment-links', typed)).toEqual(found)
    expect(await find(financier('Heifer', 'Crédit Agricole'), 'payment-links', typed)).toEqual([])
    expect(await find({ ...financier(), fundingSources: 'all' }, 'payment-links', typed)).toEqual([])
  })
})

test('finds nothing outside the scope', async () => {
  const viewer = financier('Crédit Agricole')
  expect(await find(viewer, 'periods', 'kad')).toEqual(['p-1', 'p-2'])
  expect(await find(viewer, 'periods', 'rabi’u KAD')).toEqual(['p-2'])
  expect(await find(viewer, 'periods', 'heifer')).toEqual([])
  expect(await find(viewer, 'periods', "' or true --")).toEqual([])
  expect(await find(viewer, 'periods', '-')).toEqual([])
  expect(await find(viewer, 'contracts', 'kad')).toEqual(['KAD 0335 Rabi’u', 'KAD-0334'])
  expect(await find(viewer, 'payment-links', 'acc')).toEqual(['l-2'])
  expect(await find(financier(), 'payment-links', 'acc')).toEqual([])
})

test('PostgreSQL and JavaScript have the same normal form', async () => {
  // Letters that are not in all versions of Unicode may differ.
  const letters = fc.oneof(
    fc.integer({ min: 1, max: 0x5ff }),
    fc.integer({ min: 0x1d00, max: 0x2e3f }),
    fc.integer({ min: 1, max: 0x1fff }),
    fc.constantFrom(...'ẞßæŒıİΣς’‘ʼ`´–—−\u00a0\u200b\u2060ﬁ½ＡɓƁĸŉǅÅ\u1e9b\u0323\u0301ㅤ한글'),
  )
  const texts = fc
    .array(
      letters.map((point) => (typeof point === 'string' ? point : String.fromCodePoint(point))),
      {
        maxLength: 30,
      },
    )
    .map((points) => points.join(''))
    .filter((text) => text.isWellFormed() && !/\p{Cn}/u.test(text))
  const sample = fc.sample(texts, 4000)
  const found = await query<{ text: string; plain: string }>(own.db)`
    select text, furrow_plain(text) as plain from unnest(${sql.param(sample)}::text[]) as text`
  expect(found).toHaveLength(4000)
  for (const { text, plain } of found) expect([text, plain]).toEqual([text, plainText(text)])
})

test('each single letter has the same normal form in both', async () => {
  const points = Array.from({ length: 0x3100 - 1 }, (_, at) => String.fromCodePoint(at + 1)).filter(
    (letter) => !/\p{Cn}/u.test(letter),
  )
  const found = await query<{ text: string; plain: string }>(own.db)`
    select text, furrow_plain(text) as plain from unnest(${sql.param(points)}::text[]) as text`
  expect(found.filter(({ text, plain }) => plain !== plainText(text))).toEqual([])
})

test('a searched word is in normal form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const word of searchedWords(text)) expect(plainText(word)).toBe(word)
    }),
  )
})
