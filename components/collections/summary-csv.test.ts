import { expect, test } from 'vitest'
import type { OtherStatuses } from '#lib/collections/schema.ts'
import { summaryRows } from '#lib/collections/summary-table.ts'
import { figuresOf } from '#lib/collections/testing.ts'
import { english, wordsIn } from '#lib/server/words/words.ts'
import { summaryCsvRows } from './summary-csv.ts'

const range = { from: '2026-10-05', to: '2026-10-11' }
const scope = { range, fundingSources: [], currencyOrder: ['NGN', 'KES'] }
const otherRow = (currency: string, count: number) => ({
  group: 'OTHER',
  ...figuresOf(currency, { OTHER: '5' }),
  count,
})
const groups = [
  { group: 'PENDING', ...figuresOf('NGN', { PENDING: '7' }) },
  otherRow('NGN', 9),
  otherRow('KES', 2),
]

function csvOf(otherStatuses: OtherStatuses | null) {
  const answer = { groups, otherStatuses, withoutCurrency: 0, snapshot: '1', freshness: [] }
  const rows = summaryRows('status', answer, scope, english('collections'), english('statuses'))
  const [header = [], ...lines] = summaryCsvRows('status', { rows, range, otherStatuses })
  const [status, currency, words] = ['status', 'currency', 'source_statuses'].map((name) =>
    header.indexOf(name),
  )
  return lines.map((line) => [line[status ?? -1], line[currency ?? -1], line[words ?? -1]])
}

test('lists the source’s own words for other statuses in the file by status, each with its count', () => {
  const words = [
    { status: 'REVERSED', currency: 'NGN', count: 5 },
    { status: null, currency: 'NGN', count: 4 },
    { status: 'chargeback', currency: 'KES', count: 2 },
  ]
  expect(csvOf({ words, total: 3 })).toEqual([
    ['PENDING', 'NGN', null],
    ['OTHER', 'NGN', 'REVERSED (5), none given (4)'],
    ['OTHER', 'KES', 'chargeback (2)'],
  ])
})

test('counts the periods with a status that the response does not list', () => {
  const words = [{ status: 'REVERSED', currency: 'NGN', count: 5 }]
  expect(csvOf({ words, total: 60 }).slice(1)).toEqual([
    ['OTHER', 'NGN', 'REVERSED (5), other words (4)'],
    ['OTHER', 'KES', 'other words (2)'],
  ])
})

test('has no column for words of the source in files of other groups', () => {
  const answer = { groups, otherStatuses: null, withoutCurrency: 0, snapshot: '1', freshness: [] }
  const rows = summaryRows('currency', answer, scope, english('collections'), english('statuses'))
  expect(summaryCsvRows('currency', { rows, range, otherStatuses: null })[0]).not.toContain('source_statuses')
})

test.each([
  ['funding_source', 'Unassigned'],
  ['status', 'Other status'],
  ['currency', 'Unknown currency'],
] as const)('is English in every language, also in a row without a %s', (by, name) => {
  const nameless = [{ group: null, ...figuresOf('NGN', { PENDING: '7' }) }]
  const answer = { groups: nameless, otherStatuses: null, withoutCurrency: 0, snapshot: '1', freshness: [] }
  const [ours, foreign] = (['en', 'en-XB'] as const).map((language) => {
    const [t, tStatus] = [wordsIn(language, 'collections'), wordsIn(language, 'statuses')]
    const rows = summaryRows(by, answer, scope, t, tStatus)
    return summaryCsvRows(by, { rows, range, otherStatuses: null })
  })
  expect(ours?.[1]?.[2]).toBe(name)
  expect(foreign).toEqual(ours)
})
