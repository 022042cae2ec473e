import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { type Mirror, startMirror, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'

type Link = { amount: string; state: string; processedOn: Day; updatedAt: string | null; isGone: boolean }

const HOUR_MS = 3_600_000

async function linkOf(mirror: Mirror, id: string): Promise<Link | undefined> {
  const [row] = await mirror.select<Link>(
    sql`select amount::text as amount, state, processed_on::text as "processedOn",
        to_char(source_updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as "updatedAt",
        gone_at is not null as "isGone"
      from invoice where source = 'payment-links' and id = ${id}`,
  )
  return row
}

const passLinks = (mirror: Mirror) => mirror.pass({ source: 'payment-links', from: WEEK, to: WEEK_END })

async function startWithLink(): Promise<{ mirror: Mirror; id: string }> {
  const mirror = await startMirror()
  const link = mirror.sandbox.truth
    .paymentLinks()
    .find(({ at }) => at.slice(0, 10) >= WEEK && at.slice(0, 10) <= WEEK_END)
  await passLinks(mirror)
  return { mirror, id: link?.id ?? '' }
}

function setFields(mirror: Mirror, id: string, fields: Record<string, unknown>): void {
  mirror.sandbox.faults.clear()
  mirror.sandbox.faults.set({ route: 'payment-links', kind: 'set-fields', fields, ids: [id] })
}

test('replaces a link by a newer version', async () => {
  const { mirror, id } = await startWithLink()
  setFields(mirror, id, { invoiceAmount: 42.5, updated: '2026-11-21 11:59:59' })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ amount: '42.5', updatedAt: '2026-11-21 11:59:59' })
})

test('never overwrites a newer version with an older one', async () => {
  const { mirror, id } = await startWithLink()
  const before = await linkOf(mirror, id)
  setFields(mirror, id, { invoiceAmount: 42.5, updated: '2020-01-01 00:00:00' })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toEqual(before)
})

test('counts different content under the same version, and keeps the content stored first', async () => {
  const { mirror, id } = await startWithLink()
  const before = await linkOf(mirror, id)
  setFields(mirror, id, { invoiceAmount: 42.5 })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toEqual(before)
  const facts = await mirror.select<{ rows: number }>(
    sql`select (value->>'rows')::int as rows from source_fact where fact = ${`equal_version:${WEEK}`}`,
  )
  expect(facts).toEqual([{ rows: 1 }])
})

test('sees no conflict in a number that is only written differently under the same version', async () => {
  const { mirror, id } = await startWithLink()
  const before = await linkOf(mirror, id)
  setFields(mirror, id, { invoiceAmount: `${Number(before?.amount).toFixed(4)}` })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toEqual(before)
  const counted = sql`select 1 from source_fact where fact like 'equal_version:%'`
  expect(await mirror.select(counted)).toEqual([])
  setFields(mirror, id, { accountNumber: '007' })
  await passLinks(mirror)
  expect(await mirror.select(counted)).toHaveLength(1)
})

test('F28 ignores a version from the future', async () => {
  const { mirror, id } = await startWithLink()
  setFields(mirror, id, { invoiceAmount: 42.5, updated: '2031-01-01 00:00:00' })
  await passLinks(mirror)
  setFields(mirror, id, { invoiceAmount: 43.5, updated: '2026-11-21 11:59:59' })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ amount: '43.5' })
})

test('F28 ignores a version from the future even after that time has passed', async () => {
  const { mirror, id } = await startWithLink()
  const now = mirror.clock.now.getTime()
  const stamp = (inMs: number) => new Date(now + inMs).toISOString().slice(0, 19).replace('T', ' ')
  setFields(mirror, id, { invoiceAmount: 42.5, updated: stamp(2 * HOUR_MS) })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ amount: '42.5', updatedAt: null })
  // The source has corrected its clock, and Furrow's clock has passed the earlier timestamp.
  mirror.clock.now = new Date(now + 3 * HOUR_MS)
  setFields(mirror, id, { invoiceAmount: 43.5, updated: stamp(HOUR_MS) })
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ amount: '43.5', updatedAt: stamp(HOUR_MS) })
})

test('prefers another version to one from the future when one run meets both', async () => {
  const mirror = await startMirror({ sandbox: { dialect: { endDate: 'whole-day' } } })
  // In this dialect a day's report also lists the next day's links.
  const link = mirror.sandbox.truth
    .paymentLinks()
    .find(({ at }) => at.slice(0, 10) > WEEK && at.slice(0, 10) <= WEEK_END)
  const id = link?.id ?? ''
  const eve = addDays(link?.at.slice(0, 10) ?? WEEK, -1)
  mirror.sandbox.faults.set({
    route: 'payment-links',
    kind: 'set-fields',
    fields: { invoiceAmount: 42.5, updated: '2031-01-01 00:00:00' },
    ids: [id],
    match: { startDate: eve },
  })
  await passLinks(mirror)
  expect((await linkOf(mirror, id))?.amount).toBe(String(link?.row.invoiceAmount))
})

test('keeps a link that its report no longer lists', async () => {
  const { mirror, id } = await startWithLink()
  mirror.sandbox.rows.remove('payment-links', id)
  for (let run = 0; run < 3; run += 1) await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ isGone: false })
})

test('keeps one row, under the latest day that listed it, for a link processed again later', async () => {
  const { mirror, id } = await startWithLink()
  const before = await linkOf(mirror, id)
  const later = addDays(WEEK_END, 3)
  mirror.sandbox.rows.change({ resource: 'payment-links', id, fields: { processedAt: `${later}T10:00:00Z` } })
  await mirror.pass({ source: 'payment-links', from: later, to: later })
  expect(await linkOf(mirror, id)).toMatchObject({ processedOn: later })
  expect(before?.processedOn).not.toBe(later)
  const sightings = await mirror.select<{ day: Day }>(
    sql`select query_day::text as day from payment_link_sighting where id = ${id} order by 1`,
  )
  expect(sightings.map(({ day }) => day)).toEqual(expect.arrayContaining([before?.processedOn, later]))
  // Reading the earlier report again must not move the link back.
  await passLinks(mirror)
  expect(await linkOf(mirror, id)).toMatchObject({ processedOn: later })
})

test('gives the same rows and processing days whether or not reports include their end day', async () => {
  const plain = await startMirror({ sandbox: { dialect: { endDate: 'midnight' } } })
  const whole = await startMirror({ sandbox: { dialect: { endDate: 'whole-day', wrapped: true } } })
  await plain.pass({ source: 'payment-links' })
  await whole.pass({ source: 'payment-links' })
  const links = sql`select id, processed_on::text as day, state, amount::text as amount from invoice
    where source = 'payment-links' order by id`
  expect(await whole.select(links)).toEqual(await plain.select(links))
})

test('keeps the previous state when a report breaks off', async () => {
  const { mirror, id } = await startWithLink()
  const before = await linkOf(mirror, id)
  mirror.sandbox.faults.set({
    route: 'payment-links',
    kind: 'set-fields',
    fields: { invoiceAmount: 1, updated: '2026-11-21 11:59:59' },
    ids: [id],
  })
  mirror.sandbox.faults.set({ route: 'payment-links', kind: 'truncate', match: { startDate: WEEK_END } })
  const { isComplete } = await passLinks(mirror)
  expect(isComplete).toBe(false)
  expect(await linkOf(mirror, id)).toEqual(before)
})
