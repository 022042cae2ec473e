import { expect, test } from 'vitest'
import { type AgedChange, triangleOf } from './triangle.ts'
import { cellHref, triangleCsvRows, weekHref } from './triangle-table.ts'

const change = (week: string, age: number, amount: string, fields: Partial<AgedChange> = {}): AgedChange => {
  return { week, currency: 'NGN', sinceAge: age, age, count: 1, amount, changes: 0, ...fields }
}
const week = (day: string, billed: string, collected: string) => {
  return { week: day, currency: 'NGN', billed, collected, paid: 9, unknownAmounts: 0 }
}

/**
 * Wednesday 25 November 2026. Furrow read the oldest week first on 28 October, when that week was 2 weeks old, and the
 * other weeks from their beginning on.
 */
const GOLDEN = triangleOf({
  today: '2026-11-25',
  historyOn: '2026-11-02',
  isPast: false,
  weeks: [
    week('2026-11-23', '400', '40'),
    week('2026-11-16', '300', '60'),
    week('2026-11-09', '200', '150'),
    week('2026-11-02', '200', '120'),
    week('2026-10-05', '1000', '900'),
  ],
  changes: [
    change('2026-11-16', 0, '60'),
    change('2026-11-09', 0, '100'),
    change('2026-11-09', 1, '50', { sinceAge: 0, changes: 1 }),
    change('2026-11-02', 0, '80'),
    change('2026-11-02', 1, '40'),
    change('2026-10-05', 2, '700'),
    change('2026-10-05', 4, '150'),
    change('2026-10-05', 5, '50'),
    change('2026-10-05', 5, '999', { currency: 'KES' }),
  ],
  reads: [
    { week: '2026-11-23', firstOn: '2026-11-23', lastOn: '2026-11-25' },
    { week: '2026-11-16', firstOn: '2026-11-16', lastOn: '2026-11-25' },
    { week: '2026-11-09', firstOn: '2026-11-09', lastOn: '2026-11-25' },
    { week: '2026-11-02', firstOn: '2026-11-02', lastOn: '2026-11-20' },
    { week: '2026-10-05', firstOn: '2026-10-28', lastOn: '2026-11-25' },
  ],
})

const drawn = () =>
  GOLDEN.map(({ week: day, cells }) => {
    const marks = {
      known: '',
      running: '…',
      uncertain: '?',
      not_read_since: '!',
      not_observed: 'not observed',
    }
    const line = cells.map(({ share, otherShare, state }) => {
      const other = otherShare === null ? '' : ` or ${otherShare}`
      return `${share ?? ''}${other}${marks[state]}`
    })
    return [day, ...line]
  })

test('the golden triangle, written out by hand', () => {
  expect(drawn()).toEqual([
    // Has not ended: no age yet.
    ['2026-11-23'],
    // Ended on Sunday 22 November: its first age lasts.
    ['2026-11-16', '0.2…'],
    // 50 may have been paid on either side of midnight after 22 November.
    ['2026-11-09', '0.5 or 0.75?', '0.75…'],
    // Not read since Friday 20 November, in the middle of its second age.
    ['2026-11-02', '0.4', '0.6!', '0.6…'],
    // First read in its third age: what was paid by then counts from there on.
    ['2026-10-05', 'not observed', 'not observed', '0.7', '0.7', '0.85', '0.9', '0.9…'],
  ])
})

test('a cell says until when it counts, and opens its rows as Furrow had them then', () => {
  const [, , , fourth, oldest] = GOLDEN
  expect(oldest?.cells.map(({ until, asOf }) => [until, asOf])).toEqual([
    ['2026-10-18', null],
    ['2026-10-25', null],
    // Before the history of the list: no list can show it.
    ['2026-11-01', null],
    ['2026-11-08', '2026-11-08'],
    ['2026-11-15', '2026-11-15'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-29', null],
  ])
  const plan = { fundingSources: ['AGRI-1'], asOf: null }
  const hrefs = oldest?.cells.map((cell) => cellHref(cell, oldest, plan))
  expect(hrefs?.map((href) => href?.match(/as_of=(.*)/)?.[1])).toEqual([
    ...[undefined, undefined, undefined, '2026-11-08', '2026-11-15', '2026-11-22', undefined],
  ])
  expect(hrefs?.slice(0, 3)).toEqual([null, null, null])
  expect(hrefs?.at(-1)).toBe(
    '/billing-periods?currency=NGN&status=PAYMENT_COMPLETE&funding_source=AGRI-1&start_from=2026-10-05&start_to=2026-10-11',
  )
  expect(fourth && weekHref(fourth, plan)).toMatch(/status=PENDING&.*start_from=2026-11-02/)
})

test('there is no share where credits leave none, and no cell without a complete read', () => {
  const parts = { today: '2026-11-25', historyOn: null, isPast: false, reads: [] }
  const read = [{ week: '2026-11-09', firstOn: '2026-11-09', lastOn: '2026-11-25' }]
  const [credited] = triangleOf({
    ...parts,
    reads: read,
    weeks: [week('2026-11-09', '100', '-5')],
    changes: [change('2026-11-09', 0, '120'), change('2026-11-09', 1, '-125')],
  })
  expect(credited?.cells).toMatchObject([
    { state: 'known', collected: '120', share: null },
    { state: 'running', collected: '-5', share: null },
  ])
  const [unread] = triangleOf({ ...parts, weeks: [week('2026-11-09', '100', '5')], changes: [] })
  expect(unread?.cells.map(({ state }) => state)).toEqual(['not_observed', 'not_observed'])
})

test('follows a week up to its thirteenth age', () => {
  const [old] = triangleOf({
    today: '2026-11-25',
    historyOn: null,
    isPast: true,
    weeks: [week('2026-01-05', '100', '90')],
    changes: [change('2026-01-05', 0, '50'), change('2026-01-05', 13, '9', { sinceAge: 12, changes: 1 })],
    reads: [{ week: '2026-01-05', firstOn: '2026-01-05', lastOn: null }],
  })
  expect(old?.cells).toHaveLength(13)
  expect(old?.cells.at(-1)).toMatchObject({ age: 12, state: 'uncertain', share: 0.5, otherShare: 0.59 })
})

test('writes a line per week and age', () => {
  const rows = triangleCsvRows({
    weeks: GOLDEN,
    today: '2026-11-25',
    observedFrom: null,
    withoutCurrency: 0,
    snapshot: '1',
    freshness: [],
  })
  expect(rows[0]?.join()).toBe(
    'week,currency,billed,unknown_amounts,age_weeks,until,state,collected,periods,share,other_share',
  )
  expect(rows[2]?.join()).toBe('2026-11-09,NGN,200,0,0,2026-11-22,uncertain,100,1,0.5,0.75')
  expect(rows[7]?.join()).toBe('2026-10-05,NGN,1000,0,0,2026-10-18,not_observed,,,,')
})
