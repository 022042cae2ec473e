import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { headroomOf, targetState } from './target.ts'
import type { Target, TargetPoint } from './target-schema.ts'
import { printHeadroom, printPoint, targetCsvRows, targetLines } from './target-table.ts'
import { targetFiguresOf as figures } from './testing.ts'

const format = createFormat(readLocaleRules('en-GB'), 'UTC')
const pointOf = (...given: Parameters<typeof figures>): TargetPoint => {
  const { isPartial: partial, isTooMuchLeftOut: _, ...known } = figures(...given)
  const days = { from: '2026-08-24', to: '2026-11-22' }
  return { ...days, ...known, leftOut: 0, partial, ...targetState(figures(...given), '85') }
}
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replace('\u2212', '-')
const printed = (...given: Parameters<typeof figures>) => {
  const headroom = printHeadroom(pointOf(...given), '85', format)
  return [printPoint(pointOf(...given), '85', format), headroom?.from ?? null, headroom?.to ?? null].map(
    (text) => text && plain(text),
  )
}

describe('the printed rate and headroom', () => {
  test('are intervals while payments may arrive, and one figure once settled', () => {
    expect(printed('1000', '800', '100')).toEqual(['80.0–90.0%', '-5.0', '+5.0 pt'])
    expect(printed('1000', '900')).toEqual(['90.0%', '+5.0 pt', null])
    expect(printed('1000', '840', '5')).toEqual(['84.0%', '-1.0 pt', null])
    expect(printed('1000', '850')).toEqual(['85.0%', '±0.0 pt', null])
  })
  test('show the target inside a settled rate', () => {
    expect(printed('1000', '848', '4')).toEqual(['84.8–85.2%', '-0.2', '+0.2 pt'])
  })
  test('never round to the other side of the target', () => {
    expect(printed('100000', '84996')).toEqual(['84.996%', '-0.004 pt', null])
    expect(printed('10000', '8504')).toEqual(['85.04%', '+0.04 pt', null])
    expect(printed('10000000', '8499996')).toEqual(['84.9999%', '-0.0001 pt', null])
  })
  test('are unknown without a rate', () => {
    expect(printed('0', '0')).toEqual(['—', null, null])
    expect(headroomOf({ ...pointOf('1000', '900'), reason: 'missing_days' }, '85')).toBeNull()
  })
})

describe('the table', () => {
  const target: Target = {
    fundingSource: 'Fund, A',
    currency: 'NGN',
    percent: '85',
    setAt: '2026-11-01T09:00:00.000Z',
    isGone: false,
    weeksBelow: 1,
    isBelowLonger: false,
    points: [
      pointOf('1000', '800', '20', '10'),
      pointOf('0', '0'),
      pointOf('1000', '900'),
      pointOf('0', '0'),
    ],
  }
  const answer = { today: '2026-11-25', targets: [target], snapshot: '1', freshness: [] }

  test('leaves out the weeks before the first billed one, and links each point to its periods', () => {
    const [line] = targetLines(answer)
    expect(line?.earlier).toHaveLength(2)
    expect(line?.latest.arriving).toBe('30')
    const search = (href: unknown) => new URL(String(href), 'http://here').searchParams
    const billed = search(line?.latest.hrefs.billed)
    expect(Object.fromEntries(billed)).toMatchObject({
      currency: 'NGN',
      funding_source: 'Fund, A',
      start_from: '2026-08-24',
      start_to: '2026-11-22',
    })
    expect(billed.getAll('status')).toHaveLength(4)
    expect(search(line?.latest.hrefs.collected).getAll('status')).toEqual(['PAYMENT_COMPLETE'])
  })
  test('keeps a target of which nothing was billed', () => {
    const nothing = { ...target, points: [pointOf('0', '0'), pointOf('0', '0')] }
    const lines = targetLines({ ...answer, targets: [nothing] })
    expect(lines.map(({ latest, earlier }) => [latest.reason, earlier.length])).toEqual([
      ['nothing_billed', 0],
    ])
  })
  test('saves every point', () => {
    const [header = [], ...rows] = targetCsvRows(answer)
    expect(rows).toHaveLength(4)
    expect(Object.fromEntries(header.map((name, at) => [name, rows[0]?.[at]]))).toEqual({
      funding_source: 'Fund, A',
      currency: 'NGN',
      target_percent: '85',
      set_at: '2026-11-01T09:00:00.000Z',
      weeks_below: 1,
      from: '2026-08-24',
      to: '2026-11-22',
      collected: '800',
      in_flight: '20',
      failed_recently: '10',
      billed: '1000',
      left_out: 0,
      rate: 0.8,
      reachable: 0.83,
      status: 'below',
      reason: null,
    })
  })
})
