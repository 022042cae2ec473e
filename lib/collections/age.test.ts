import { expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { AGES, endDaysOfAges } from './age.ts'
import type { UnpaidByAge } from './age-schema.ts'
import { unpaidCsvRows, unpaidTable } from './age-table.ts'

test('every end day belongs to exactly one age', () => {
  const days = Object.values(endDaysOfAges('2026-11-25'))
  for (let ago = -400; ago < 400; ago += 1) {
    const day = addDays('2026-11-25', -ago)
    const own = days.filter(({ from, to }) => (from ?? day) <= day && day <= (to ?? day))
    expect(own, day).toHaveLength(1)
  }
})

const plan = {
  range: { name: 'custom' as const, from: '2026-09-28', to: '2026-11-29' },
  fundingSources: ['AGRI-1'],
  currencyOrder: ['NGN', 'KES'],
  asOf: null,
}
const sum = (
  age: (typeof AGES)[number],
  currency: string | null,
  count: number,
  [failed, inFlight]: [string, string],
) => {
  const outstanding = String(Number(failed) + Number(inFlight))
  return { age, currency, count, unknownAmounts: 0, outstanding, failed, inFlight }
}
const answer = (ages: UnpaidByAge['ages']): UnpaidByAge => ({
  today: '2026-11-25',
  ages,
  withoutCurrency: 0,
  snapshot: '1',
  freshness: [],
})

test('arranges ages as lines and currencies as columns, each cell with its shares and its rows', () => {
  const { currencies, lines } = unpaidTable(
    answer([
      sum('days_0_7', 'KES', 1, ['0', '5']),
      sum('days_0_7', 'NGN', 3, ['30', '10']),
      sum('no_end', 'NGN', 1, ['-7', '2']),
      sum('no_end', null, 2, ['0', '0']),
    ]),
    plan,
  )
  expect(currencies).toEqual(['NGN', 'KES', null])
  expect(lines.map(({ age }) => age)).toEqual([...AGES, null])
  expect(lines[1]?.cells[0]).toEqual({
    currency: 'NGN',
    count: 3,
    unknownAmounts: 0,
    outstanding: '40',
    failed: '30',
    inFlight: '10',
    failedShare: 0.75,
    inFlightShare: 0.25,
    href: expect.stringMatching(
      /^\/billing-periods\?currency=NGN&status=PAYMENT_FAILED&status=PENDING&status=SENT_TO_PAYMENT_SERVICE&funding_source=AGRI-1&start_from=2026-09-28&start_to=2026-11-29&end_from=2026-11-18&end_to=2026-11-25$/,
    ),
  })
  const [noEnd, total] = lines.slice(-2)
  expect(noEnd?.cells[0]).toMatchObject({ outstanding: '-5', failedShare: null, inFlightShare: null })
  expect(noEnd?.cells[0]?.href).toMatch(/&end=none$/)
  expect(noEnd?.cells[2]?.count).toBe(2)
  expect(noEnd?.cells[2]?.href).toContain('currency=%28no+currency%29')
  expect(total?.cells.map(({ outstanding }) => outstanding)).toEqual(['35', '5', '0'])
  expect(total?.cells[0]?.href).not.toMatch(/end/)
})

test('keeps the instant of the page in the links', () => {
  const own = unpaidTable(answer([sum('over_90', 'NGN', 1, ['1', '0'])]), { ...plan, asOf: '2026-11-25' })
  expect(own.lines[6]?.cells[0]?.href).toMatch(/end_to=2026-08-26&as_of=2026-11-25$/)
})

test('writes a line per age and currency, with the days of each age', () => {
  const rows = unpaidCsvRows(answer([sum('days_8_14', 'NGN', 3, ['30', '10'])]), plan)
  expect(rows).toHaveLength(1 + AGES.length)
  expect(rows[0]?.join()).toBe(
    'from,to,age,end_from,end_to,currency,periods,outstanding,failed,in_flight,failed_share,in_flight_share,unknown_amounts',
  )
  expect(rows[3]?.join()).toBe(
    '2026-09-28,2026-11-29,days_8_14,2026-11-11,2026-11-17,NGN,3,40,30,10,0.75,0.25,0',
  )
  expect(rows.at(-1)?.join()).toBe('2026-09-28,2026-11-29,no_end,,,NGN,0,0,0,0,,,0')
})
