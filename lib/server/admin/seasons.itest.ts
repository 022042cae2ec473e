import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rows } from '#lib/server/db/client.ts'
import { person } from '#lib/server/db/schema-people.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { removeSeason, setSeason } from './seasons.ts'
import { sourceSettings } from './source-settings.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(person).values({ id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin' })
  await putPeriods(own.db, [
    period('1', { currency: 'NGN', fundingSource: 'Fund A', status: 'PENDING', startDate: '2026-03-02' }),
    period('2', { currency: 'NGN', fundingSource: 'Fund B', status: 'PENDING', startDate: '2026-03-02' }),
  ])
})
afterAll(() => own.drop())
beforeEach(async () => {
  await own.db.execute(sql`truncate season`)
  await emptyAuditLog(own.db)
})

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const WET = { fundingSource: 'Fund A', name: 'Wet', firstMonth: 4, lastMonth: 9 }
const set = (
  season: Partial<typeof WET> = {},
  { id = null, version = '' }: { id?: string | null; version?: string } = {},
) => setSeason(acting, { ...WET, ...season, id, version })
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code, errors }: { status?: number; code?: string; errors?: { code?: string }[] }) =>
      [status, code, errors?.[0]?.code].filter(Boolean).join(' '),
  )
const audited = () =>
  rows<{ action: string; details: unknown }>(
    own.db,
    sql`select action, details::jsonb as details from audit_event order by sequence`,
  )

describe('a season', () => {
  test('is set, changed and removed, each time with the old and the new value in the audit log', async () => {
    const { season } = await set()
    const changed = await set({ name: 'Rain', lastMonth: 8 }, season ?? {})
    const { id = '', version = '' } = changed.season ?? {}
    await removeSeason(acting, { fundingSource: 'Fund A', id, version })
    const none = { season: null, firstMonth: null, lastMonth: null }
    const noneBefore = { formerSeason: null, formerFirstMonth: null, formerLastMonth: null }
    const wet = { formerSeason: 'Wet', formerFirstMonth: 4, formerLastMonth: 9 }
    const rain = { formerSeason: 'Rain', formerFirstMonth: 4, formerLastMonth: 8 }
    expect(await audited()).toEqual([
      {
        action: 'season.set',
        details: { name: 'Fund A', season: 'Wet', firstMonth: 4, lastMonth: 9, ...noneBefore },
      },
      {
        action: 'season.set',
        details: { name: 'Fund A', season: 'Rain', firstMonth: 4, lastMonth: 8, ...wet },
      },
      { action: 'season.remove', details: { name: 'Fund A', ...none, ...rain } },
    ])
    expect((await sourceSettings(admin)).fundingSources[0]?.seasons).toEqual([])
  })

  test('never shares a month with another one of its funding source, over the new year too', async () => {
    const { season } = await set()
    const overlaps = '400 invalid_parameter season_overlaps'
    expect(await refusal(set({ name: 'Dry', firstMonth: 9, lastMonth: 3 }))).toBe(overlaps)
    expect(await refusal(set({ name: 'Dry', firstMonth: 12, lastMonth: 4 }))).toBe(overlaps)
    expect(await refusal(set({ name: 'Inside', firstMonth: 6, lastMonth: 6 }))).toBe(overlaps)
    expect(await refusal(set({ name: 'All', firstMonth: 1, lastMonth: 12 }))).toBe(overlaps)
    expect(await refusal(set({ name: 'Dry', firstMonth: 10, lastMonth: 3 }))).toBe('done')
    // The months of another funding source may be the same, and a season never overlaps with itself.
    expect(await refusal(set({ fundingSource: 'Fund B' }))).toBe('done')
    expect(await refusal(set({ firstMonth: 5 }, season ?? {}))).toBe('done')
    const two = await Promise.all([
      refusal(set({ fundingSource: 'Fund B', name: 'One', firstMonth: 1, lastMonth: 2 })),
      refusal(set({ fundingSource: 'Fund B', name: 'Two', firstMonth: 2, lastMonth: 3 })),
    ])
    expect(two.sort()).toEqual([overlaps, 'done'])
  })

  test('is not overwritten or removed by an admin who saw another one', async () => {
    const { season } = await set()
    const { id = '', version = '' } = season ?? {}
    await set({ lastMonth: 8 }, { id, version })
    expect(await refusal(set({ lastMonth: 7 }, { id, version }))).toBe('409 changed_meanwhile')
    expect(await refusal(removeSeason(acting, { fundingSource: 'Fund A', id, version }))).toBe(
      '409 changed_meanwhile',
    )
    expect(await refusal(removeSeason(acting, { fundingSource: 'Fund B', id, version }))).toBe(
      '404 not_found',
    )
    expect(await refusal(set({ fundingSource: 'Misspelt' }))).toBe('404 not_found')
    expect(await audited()).toHaveLength(2)
  })

  test('is for admins only to set, and for those who see its funding source to choose', async () => {
    for (const viewer of [operator, financier('Fund A')]) {
      const body = { ...WET, id: null, version: '' }
      expect(await refusal(setSeason({ viewer, requestId: 'r' }, body))).toBe('403 not_allowed')
      expect(await refusal(removeSeason({ viewer, requestId: 'r' }, { ...body, id: 'x' }))).toBe(
        '403 not_allowed',
      )
    }
    await set()
    await set({ fundingSource: 'Fund B', name: 'Harvest', firstMonth: 11, lastMonth: 1 })
    const seasons = async (viewer: Viewer) =>
      (await filterOptions(viewer, { list: 'billing-periods', source: null })).seasons
    expect(await seasons(operator)).toEqual([
      WET,
      { fundingSource: 'Fund B', name: 'Harvest', firstMonth: 11, lastMonth: 1 },
    ])
    expect(await seasons(financier('Fund A'))).toEqual([WET])
    expect(await seasons(financier())).toEqual([])
    const clients = await filterOptions(operator, { list: 'invoices', source: 'client-invoices' })
    expect(clients.seasons).toBeUndefined()
  })
})
