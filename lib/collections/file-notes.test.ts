import { describe, expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { KEY_FIGURES } from './definitions.ts'
import { type AboutFigures, FILE_DEFINITIONS, MORE_DEFINITIONS, withNotes } from './file-notes.ts'
import { TARGET_STATES } from './target.ts'

const READ = '2026-11-25T08:58:00.000Z'
const ABOUT: AboutFigures = {
  title: 'Collections by status',
  filters: new URLSearchParams([
    ['group_by', 'status'],
    ['from', '2026-09-01'],
  ]),
  answer: {
    snapshot: '42',
    freshness: [
      {
        source: 'hello-tractor',
        resource: 'billing-periods',
        recentAsOf: READ,
        historyAsOf: null,
        complete: false,
        pausedSince: null,
        unreadableDates: 0,
        missing: [
          {
            from: '2026-10-05',
            to: '2026-10-11',
            reason: 'failed',
            why: [],
            detail: 'The source did not answer',
          },
        ],
      },
    ],
  },
}
const MAKING = { createdAt: '2026-11-25T09:00:00.000Z', release: '0.1.0' }
const ROWS = [
  ['status', 'currency', 'periods', 'amount'],
  ['PENDING', 'NGN', 3, '12.50'],
]

describe('a file with figures', () => {
  test('keeps its rows, and tells behind them how they were chosen, how old they are, and by which version', () => {
    const rows = withNotes(ROWS, ABOUT, MAKING)
    expect(rows.slice(0, 2)).toEqual(ROWS)
    const notes = rows.slice(2).filter(([label]) => label !== '# Definition')
    expect(notes).toEqual([
      ['# Report', 'Collections by status', null, null],
      ['# Filter', 'group_by', 'status', null],
      ['# Filter', 'from', '2026-09-01', null],
      ['# hello-tractor billing-periods, recent weeks as of', READ, null, null],
      ['# hello-tractor billing-periods, history as of', 'not completely read yet', null, null],
      ['# Partial', '2026-10-05', '2026-10-11', 'The source did not answer'],
      ['# Complete', 'no: rows may be missing (see Partial)', null, null],
      ['# Snapshot', '42', null, null],
      ['# Created at', '2026-11-25T09:00:00.000Z', null, null],
      ['# Furrow', '0.1.0', null, null],
      ['# End of report', null, null, null],
    ])
    expect(rows.filter(([label]) => label === '# Definition')).toHaveLength(KEY_FIGURES.length)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([4]))
  })

  test('says as of when its figures are', () => {
    const asOf = { at: '2026-11-01T22:59:59.999Z', left: 2 }
    const rows = withNotes(ROWS, { ...ABOUT, answer: { freshness: [], snapshot: '42', asOf } }, MAKING)
    expect(rows).toContainEqual(['# As Furrow had stored it at', asOf.at, null, null])
    expect(rows).toContainEqual(['# Left out: outside your funding sources since', '2 rows', null, null])
    expect(rows).toContainEqual(['# Complete', 'not known as of then', null, null])
  })

  test('explains its own words in place of the key figures, and says what it leaves out or waits for', () => {
    const unsettled = 'no: some contracts are still being computed'
    const leftOut = '2 unpaid periods without a currency'
    const rows = withNotes(ROWS, { ...ABOUT, definitions: 'movement', leftOut, unsettled }, MAKING)
    const defined = rows.filter(([label]) => label === '# Definition').map(([, name]) => name)
    expect(defined).toEqual(['outstanding', 'weeks_behind', 'new', 'unbilled', 'unknown'])
    expect(rows).toContainEqual(['# Left out', leftOut, null, null])
    expect(rows).toContainEqual(['# Complete', unsettled, null, null])
  })

  test('explains ages and moves in the words of the English screen', () => {
    const [t, tAges, tAll] = [english('movement'), english('ages'), english('definitions')]
    const { ages, movement } = MORE_DEFINITIONS
    const told = new Map([...ages, ...movement])
    expect(told.get('outstanding')).toBe(english('overview')('means.outstanding'))
    for (const name of ['new', 'unbilled', 'unknown'] as const) expect(told.get(name)).toBe(t(`hint.${name}`))
    expect(told.get('weeks_behind')).toContain(tAll('means.behind').replace(/\.$/, ''))
    expect(tAges('unpaid.about').toLowerCase()).toContain((told.get('age') ?? '').toLowerCase())
  })

  test('explains targets in the words of the English screen', () => {
    const t = english('targets')
    const told = new Map<string, string>(MORE_DEFINITIONS.targets)
    for (const state of TARGET_STATES) expect(told.get(state)).toBe(t(`means.${state}`))
  })

  test('explains its figures in the words of the English screen', () => {
    const t = english('overview')
    for (const name of KEY_FIGURES)
      expect(FILE_DEFINITIONS[name]).toEqual([t(`figure.${name}`), t(`means.${name}`)])
  })
})
