import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { contradictions, differences } from '#lib/server/sync/testing/equality.ts'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  visibleState,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'

// Walks over a list without an end, or one that changes during the walk: rows of docs/faults.md.

test("F25 cuts off a list without an end, keeps the window's data, states the reason, and heals", async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await visibleState(mirror)
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: '9.75' } })
  const { helloTractor } = mirror.upstreams
  if (!helloTractor) throw new Error('Hello Tractor is off')
  let pages = 0
  let first: Awaited<ReturnType<typeof helloTractor.billingPeriodPage>> | null = null
  mirror.upstreams.helloTractor = {
    ...helloTractor,
    // The first page as received over HTTP, followed by another one forever.
    billingPeriodPage: async (query, _token, options) => {
      first ??= await helloTractor.billingPeriodPage(query, null, options)
      pages += 1
      return { ...first, next: `page-${pages}` }
    },
  }
  expect((await mirror.passWeek()).isComplete).toBe(false)
  expect(pages).toBe(10_000)
  expect(await visibleState(mirror)).toBe(before)
  const [window] = await mirror.select<{ code: string; detail: string }>(
    sql`select error_code as code, error_detail as detail from sync_window
      where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  expect(window).toEqual({ code: 'malformed', detail: 'The list did not end within 10000 pages.' })

  mirror.upstreams.helloTractor = helloTractor
  expect((await mirror.passWeek()).isComplete).toBe(true)
  expect(await visibleState(mirror)).not.toBe(before)
})

/** Starts a mirror in which WEEK has several pages. */
async function startPaged(): Promise<Mirror> {
  const mirror = await startMirror({ sandbox: { scale: { contracts: 260, weeks: 3 } } })
  expect(idsOfWeek(mirror).length).toBeGreaterThan(150)
  await mirror.passWeek()
  return mirror
}

/** Reads WEEK once, and changes the upstream between the first and the second page of the walk. */
async function passChanging(mirror: Mirror, change: () => void): Promise<void> {
  const page = { start_date_gte: WEEK, start_date_lte: WEEK_END, page: '2' }
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'delay', ms: 1_000, match: page, times: 1 })
  mirror.sandbox.calls.clear()
  const pass = mirror.passWeek()
  const isBetween = () =>
    mirror.sandbox.calls
      .list('billing-periods')
      .some(({ query, status }) => query.page === '2' && status === 0)
  await expect.poll(isBetween, { interval: 10 }).toBe(true)
  change()
  await pass
}

test('F27 corrects rows that are edited, moved, removed and added during paging with the next reads', async () => {
  const mirror = await startPaged()
  const ids = idsOfWeek(mirror)
  const { rows } = mirror.sandbox
  const fields = (at: number) => ({ resource: 'billing-periods' as const, id: ids.at(at) ?? '' })
  await passChanging(mirror, () => {
    rows.change({ ...fields(0), fields: { amount: '1.25' } })
    rows.change({ ...fields(-1), fields: { amount: '2.25', status: 'PAYMENT_FAILED' } })
    rows.change({ ...fields(1), fields: { startDate: '2026-11-10' } })
    rows.remove('billing-periods', fields(2).id)
  })
  // Two more reads: a row counts as gone only after two complete reads without it.
  for (let times = 0; times < 2; times += 1)
    await mirror.pass({ source: 'hello-tractor', from: WEEK, to: '2026-11-15' })
  const inWeek = await differences(mirror)
  expect(inWeek.filter((line) => ids.some((id) => line.startsWith(`billing period ${id} `)))).toEqual([])
  expect((await windowState(mirror)).state).toBe('complete')
  rows.restore('billing-periods', fields(2).id)
  await mirror.pass()
  await mirror.pass()
  expect(await differences(mirror)).toEqual([])
  expect(await contradictions(mirror)).toEqual([])
})
