import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { GroupFigures } from './schema.ts'
import { isBilledStatus, statusAmount, statusMatrix, summaryRows } from './summary-table.ts'
import { figuresOf } from './testing.ts'

const scope = {
  range: { from: '2026-10-05', to: '2026-10-11' },
  fundingSources: ['A'],
  currencyOrder: ['NGN', 'KES'],
}
const answer = (...groups: GroupFigures[]) => ({
  groups,
  snapshot: '1',
  freshness: [],
  withoutCurrency: 0,
  otherStatuses: null,
})
const group = (name: string | null, currency: string, amounts: Parameters<typeof figuresOf>[1]) => ({
  group: name,
  ...figuresOf(currency, amounts),
})

test('orders rows by currency, and by amount within a currency', () => {
  const rows = summaryRows(
    'funding_source',
    answer(
      group('B', 'KES', { PENDING: '900' }),
      group('A', 'NGN', { PENDING: '1' }),
      group(null, 'NGN', { PENDING: '2' }),
    ),
    scope,
    english('collections'),
    english('statuses'),
  )
  expect(rows.map((row) => [row.label, row.figures.currency])).toEqual([
    ['Unassigned', 'NGN'],
    ['A', 'NGN'],
    ['B', 'KES'],
  ])
})

test('links a row to its periods, also one without a currency', () => {
  const unknown = { ...group('A', 'NGN', { PENDING: '1' }), currency: null }
  const [known, other] = summaryRows(
    'funding_source',
    answer(unknown, group(null, 'NGN', { PENDING: '1' })),
    scope,
    english('collections'),
    english('statuses'),
  )
  expect(new URL(known?.href ?? '', 'http://x').searchParams.getAll('funding_source')).toEqual([
    '(unassigned)',
  ])
  expect(new URL(other?.hrefs.count ?? '', 'http://x').searchParams.getAll('currency')).toEqual([
    '(no currency)',
  ])
})

test('counts every period of a status row, billed or not, and links within the chosen funding sources', () => {
  const rows = summaryRows(
    'status',
    answer(
      group('DRAFT', 'NGN', { DRAFT: '7' }),
      group('PAYMENT_COMPLETE', 'NGN', { PAYMENT_COMPLETE: '5' }),
    ),
    scope,
    english('collections'),
    english('statuses'),
  )
  expect(rows.map((row) => [row.label, statusAmount(row)])).toEqual([
    ['Draft', '7'],
    ['Payment complete', '5'],
  ])
  const search = new URL(rows[0]?.href ?? '', 'http://x').searchParams
  expect([search.get('status'), search.get('funding_source')]).toEqual(['DRAFT', 'A'])
  expect([isBilledStatus('DRAFT'), isBilledStatus('OTHER'), isBilledStatus('PENDING')]).toEqual([
    false,
    false,
    true,
  ])
})

test('orders statuses by a period’s life, with one column per currency', () => {
  const rows = summaryRows(
    'status',
    answer(
      group('PAYMENT_FAILED', 'KES', { PAYMENT_FAILED: '1' }),
      group('PENDING', 'NGN', { PENDING: '1' }),
      group('PAYMENT_FAILED', 'NGN', { PAYMENT_FAILED: '3' }),
    ),
    scope,
    english('collections'),
    english('statuses'),
  )
  const { lines, currencies } = statusMatrix(rows, english('statuses'))
  expect(currencies).toEqual(['NGN', 'KES'])
  expect(lines.map((line) => [line.status, line.byCurrency.has('KES')])).toEqual([
    ['PENDING', false],
    ['PAYMENT_FAILED', true],
  ])
})

test('leaves out groups without periods', () => {
  expect(
    summaryRows(
      'currency',
      answer({ group: 'NGN', ...figuresOf('NGN', {}) }),
      scope,
      english('collections'),
      english('statuses'),
    ),
  ).toEqual([])
})
