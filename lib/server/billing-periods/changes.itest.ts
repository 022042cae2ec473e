import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { ChangeFilters } from '#lib/changes/filters.ts'
import { subtractMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { type Mirror, startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { billingPeriodChanges } from './changes.ts'
import { listBillingPeriods } from './list.ts'

const NONE = { since: null, currency: [], funding_source: [] }

async function allChanges(viewer: Viewer, filters: Partial<ChangeFilters>) {
  const rows = []
  let cursor: string | null = null
  for (;;) {
    const page = await billingPeriodChanges(viewer, { ...NONE, ...filters, cursor, limit: 7 })
    rows.push(...page.rows)
    if (page.nextCursor === null) return { ...page, rows }
    cursor = page.nextCursor
  }
}

async function totalsOf(viewer: Viewer, search = '') {
  const filters = parseParams(billingPeriodFilters, new URLSearchParams(search))
  const { totals } = await listBillingPeriods(viewer, { ...filters, cursor: null, limit: 1 })
  return new Map(totals.map(({ currency, amount }) => [currency, amount ?? '0']))
}

async function start(): Promise<{ mirror: Mirror; since: string; ids: string[] }> {
  const mirror = await startReadMirror(openTestDatabase)
  const ids = mirror.sandbox.truth.billingPeriods().map(({ id }) => id)
  return { mirror, since: mirror.clock.now.toISOString(), ids }
}

const changeTo = (
  mirror: Mirror,
  id: string,
  fields: { amount?: string; loanName?: string; fundingSource?: string },
) => mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields })

describe('the changes since an instant', () => {
  test('are exactly the planted ones, and their differences are the difference of the totals', async () => {
    const { mirror, since, ids } = await start()
    const before = await totalsOf(operator)
    const planted = ids.slice(0, 40)
    for (const [at, id] of planted.entries()) {
      if (at % 4 === 0) changeTo(mirror, id, { amount: `${at}.000000001` })
      if (at % 4 === 1) changeTo(mirror, id, { loanName: `Renamed ${at}` })
      // More at once would wait for an operator's confirmation.
      if (at % 14 === 2) mirror.sandbox.rows.remove('billing-periods', id)
      else if (at % 4 > 1) changeTo(mirror, id, { amount: `-${at}.5`, loanName: 'Ünï' })
    }
    const undone = ids[40] ?? ''
    changeTo(mirror, undone, { amount: '1' })
    await mirror.pass()
    mirror.sandbox.rows.restore('billing-periods', undone)
    await mirror.pass()
    const { rows, totals } = await allChanges(operator, { since })
    expect(rows.map(({ id }) => id).sort()).toEqual(planted.toSorted())
    expect(
      Object.fromEntries(
        Map.groupBy(rows, ({ kind }) => kind)
          .entries()
          .map(([kind, all]) => [kind, all.length]),
      ),
    ).toEqual({
      changed: 37,
      gone: 3,
    })
    const after = await totalsOf(operator)
    for (const [currency, amount] of before) {
      const difference = subtractMoney(after.get(currency) ?? '0', amount)
      const told = totals.find((total) => total.currency === currency)?.difference ?? '0'
      expect(subtractMoney(told, difference)).toBe('0')
    }
    expect(totals.some(({ difference }) => difference.includes('.'))).toBe(true)
    expect((await allChanges(operator, { since: mirror.clock.now.toISOString() })).rows).toEqual([])
  })

  test('name a period that left the reader’s funding sources, and nothing newer of it', async () => {
    const { mirror, since, ids } = await start()
    const [id = ''] = ids
    const [{ own = '', other = '' } = {}] = await mirror.select<{ own: string; other: string }>(
      sql`select own.funding_source as own, (select max(funding_source) from billing_period
          where funding_source <> own.funding_source) as other from billing_period as own where id = ${id}`,
    )
    const ofOwn = new URLSearchParams({ funding_source: own }).toString()
    const before = await totalsOf(operator, ofOwn)
    changeTo(mirror, id, { fundingSource: other, amount: '4' })
    // The source’s filters must agree twice before a row loses its funding source.
    await mirror.pass()
    await mirror.pass()
    await mirror.pass()
    const [left] = (await allChanges(financier(own), { since })).rows
    expect(left).toMatchObject({ id, kind: 'left', before: { fundingSource: own }, now: null })
    const [came] = (await allChanges(financier(other), { since })).rows
    expect(came).toMatchObject({ id, kind: 'new', before: null, now: { fundingSource: other } })
    expect((await allChanges(operator, { since, funding_source: [own] })).rows).toMatchObject([
      { id, kind: 'changed' },
    ])
    const { totals } = await allChanges(operator, { since, funding_source: [own] })
    const after = await totalsOf(operator, ofOwn)
    expect(totals).toHaveLength(1)
    for (const { currency, difference } of totals)
      expect(difference).toBe(subtractMoney(after.get(currency) ?? '0', before.get(currency) ?? '0'))
    expect((await allChanges(financier(own), { since })).totals).toEqual(totals)
    expect((await allChanges(financier(), { since })).rows).toEqual([])
  })

  test('show what the sandbox’s upstream corrects minutes after it is opened, and who has paid and who has not', async () => {
    const mirror = await startMirror({
      database: await openTestDatabase(),
      sandbox: { openedAt: '2026-11-21T11:55:00Z' },
    })
    await mirror.pass()
    const since = mirror.clock.now.toISOString()
    const behind = () =>
      mirror.select<{ contract: string; weeks: number }>(
        sql`select contract, weeks_behind as weeks from contract where weeks_behind >= 4`,
      )
    const before = await behind()
    mirror.sandbox.setNow(new Date('2026-11-21T12:30:00Z'))
    await mirror.pass()
    await mirror.pass()
    const { rows } = await allChanges(operator, { since })
    const changed = rows.flatMap(({ before: was, now }) => (was && now ? [{ was, now }] : []))
    const lowered = changed.filter(({ was, now }) => was.amount !== now.amount)
    expect(lowered.map(({ was, now }) => Number(now.amount) / Number(was.amount)).toSorted()).toEqual([
      expect.closeTo(0.65, 4),
      expect.closeTo(0.8, 4),
    ])
    const moved = changed.filter(({ was, now }) => was.startDate !== now.startDate)
    expect(moved.map(({ was, now }) => [was.startDate, now.startDate])).toEqual([
      ['2026-10-26', '2026-11-02'],
      ['2026-10-26', '2026-11-02'],
    ])
    const after = await behind()
    const [cured, ...others] = before.filter(({ contract }) =>
      after.every((one) => one.contract !== contract),
    )
    expect(others).toEqual([])
    const paid = changed.filter(
      ({ was, now }) =>
        was.contract === cured?.contract && was.status !== now.status && now.status === 'PAYMENT_COMPLETE',
    )
    expect(paid.length).toBeGreaterThanOrEqual(6)
    expect(after.length).toBeGreaterThan(0)
  }, 120_000)

  test('are refused before the history and in the future, with the earliest instant', async () => {
    const { since } = await start()
    const { earliest } = await billingPeriodChanges(operator, { ...NONE, cursor: null, limit: 1 })
    expect(earliest).toBe(since)
    for (const [asked, reason] of [
      ['2020-01-01', `since: must not be before ${earliest}`],
      ['2199-01-01', 'since: must not be in the future'],
    ] as const)
      await expect(allChanges(operator, { since: asked })).rejects.toThrow(reason)
    await expect(allChanges(operator, { since: '2020-01-01' })).rejects.toMatchObject({
      errors: [{ code: 'before_history', values: { instant: earliest } }],
    })
  })

  test('are none while the mirror is not read completely, which is said', async () => {
    const mirror = await startMirror({ database: await openTestDatabase() })
    await mirror.passWeek()
    expect(await allChanges(operator, { since: '2026-01-01' })).toMatchObject({
      rows: [],
      since: null,
      earliest: null,
    })
  })
})
