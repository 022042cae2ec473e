import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import type { WeekPoint } from './chart.ts'
import { FILE_WORDS, filePoint, STATUS_FILE_SERIES } from './chart-file.ts'
import { presentPoint, statusSeries } from './present.ts'
import { RATE_ISSUES } from './rate.ts'

const POINT: WeekPoint = {
  key: '2026-10-05',
  from: '2026-10-05',
  to: '2026-10-11',
  state: 'settled',
  segments: {},
  total: '900',
  count: 10,
  rate: 0.9,
  reachable: 0.95,
  rateIssue: null,
  leftOutShare: 0,
  href: '/billing-periods',
}
const STATES = ['settled', 'still_being_paid', 'running', 'not_read'] as const
const SHARES = [0, 0.0004, 0.021, 0.9996, 1]

describe('the words of a chart’s file are those of the English screen', () => {
  const t = english('figures')
  const format = createFormat(readLocaleRules('en-GB'), 'UTC')

  test('in its columns', () => {
    expect(STATUS_FILE_SERIES).toEqual(
      statusSeries(english('statuses')).map(({ key, label }) => ({ key, label })),
    )
    expect(FILE_WORDS).toEqual({
      total: t('chart.billed'),
      rate: t('chart.rate'),
      reachable: t('chart.reachable'),
      count: 'billing periods',
    })
  })

  test('in its notes', () => {
    for (const state of STATES)
      for (const rateIssue of [null, ...RATE_ISSUES])
        for (const leftOutShare of SHARES)
          for (const count of [0, 10]) {
            const point = { ...POINT, state, rateIssue, leftOutShare, count }
            const { look, note, rateNote } = presentPoint(point, 'NGN', format, t)
            expect(filePoint(point)).toEqual({ ...point, look, note, rateNote })
          }
  })
})
