import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import { mirrorContent } from '#lib/server/sync/testing/content.ts'
import { type Mirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { operator, readFrom } from '#lib/testing/ask.ts'
import { AggregateRounds } from './aggregate-rounds.ts'
import { listRunners } from './runners.ts'
import { runWorker } from './worker.ts'

process.env.HELLO_TRACTOR_API_KEY = 'makes-the-source-a-connected-one'

/** Checks every list once, and returns the lines that were reported. */
async function round(mirror: Mirror): Promise<string[]> {
  const said: string[] = []
  const rounds = new AggregateRounds(listRunners(mirror.upstreams, mirror.settings), (line) =>
    said.push(line),
  )
  for (let step = 0; step < 40; step += 1) await rounds.step({ ...mirror, now: () => mirror.clock.now })
  return said
}

async function version(mirror: Mirror): Promise<string | undefined> {
  return (await mirror.select<{ version: string }>(sql`select version::text as version from mirror_state`))[0]
    ?.version
}

/** Damage as left by an older release that does not know an aggregate, or by manual SQL. */
const DAMAGE = {
  'a day with a wrong amount': sql`update billing_period_day set amount = amount + 1 where day = (select min(day) from billing_period_day)`,
  'a week with a wrong count': sql`update billing_period_week set count = count + 1 where day = (select max(day) from billing_period_week)`,
  'a week that is missing': sql`delete from invoice_week where source = 'payment-links' and day = (select min(day) from invoice_week where source = 'payment-links')`,
  'a year with another status': sql`update billing_period_year set status = 'DRAFT' where status = 'PENDING'`,
  'a day without rows': sql`insert into invoice_day (source, day, currency, funding_source, state, funnel_state, count, amount, unknown_amounts)
    values ('hello-tractor', '2031-05-05', 'NGN', null, 'paid', 'unknown', 3, 7, 0)`,
  'a week without days': sql`insert into billing_period_week (day, currency, funding_source, status, count, amount, unknown_amounts)
    values ('2031-05-05', 'NGN', null, 'PENDING', 3, 7, 0)`,
  'rows without a day': sql`insert into billing_period_year (day, currency, funding_source, status, count, amount, unknown_amounts)
    values (null, 'NGN', null, 'PENDING', 3, 7, 0)`,
  'sums of a week over all funding sources': sql`delete from collection_week where day = (select max(day) from collection_week)`,
  'sums of a week that nobody has': sql`insert into collection_week (day, sums) values ('2031-05-05', '[["NGN","PENDING",3,"7",0]]')`,
  'outstanding amounts of another end day': sql`update unpaid_day set end_day = end_day + 1 where day = (select min(day) from unpaid_day)`,
  'outstanding amounts that nobody owes': sql`insert into unpaid_day (day, end_day, currency, funding_source, status, count, amount, unknown_amounts)
    values (null, null, 'NGN', null, 'PENDING', 3, 7, 0)`,
}

test('recomputes aggregates that differ from their rows, whatever the damage', async () => {
  const mirror = await startReadMirror()
  const [before, standing] = [await mirrorContent(mirror.db), await version(mirror)]
  expect(await round(mirror)).toEqual([])
  expect(await version(mirror)).toBe(standing)
  for (const [what, damage] of Object.entries(DAMAGE)) {
    await mirror.db.execute(damage)
    expect(await mirrorContent(mirror.db), what).not.toEqual(before)
    const [said, ...others] = await round(mirror)
    expect(said, what).toMatch(
      /^The totals of \d+ days? of .* did not match their rows and were recalculated\.$/,
    )
    expect(others, what).toEqual([])
    expect(await mirrorContent(mirror.db), what).toEqual(before)
  }
  expect(await version(mirror)).toBe(String(Number(standing) + Object.keys(DAMAGE).length))
})

const AGE_DAMAGE = {
  'a wrong amount': sql`update collected_age set amount = amount + 1 where week = (select max(week) from collected_age)`,
  'a week that is missing': sql`delete from collected_age where week = (select max(week) from collected_age)`,
  'a week that nobody paid': sql`insert into collected_age
    (week, since_age, age, currency, funding_source, count, amount, unknown_amounts, changes)
    values ('2031-05-05', 0, 0, 'NGN', null, 1, 7, 0, 0)`,
}

test('observes a week anew if what is stored by its ages is not what was collected', async () => {
  const mirror = await startReadMirror()
  const sums = () =>
    mirror.select<{ line: string }>(sql`
      select concat_ws(' ', week, currency, funding_source, sum(count), trim_scale(sum(amount))) as line
      from collected_age group by week, currency, funding_source order by 1`)
  const begun = () =>
    mirror.select<{ week: string; at: string }>(sql`
      select from_day::text as week, first_complete_at::text as at from sync_window
      where resource = 'billing-periods' and first_complete_at is not null order by 1`)
  const [before, first] = [await sums(), await begun()]
  expect(before.length).toBeGreaterThan(5)
  const [newest] = await mirror.select<{ week: string }>(
    sql`select max(week)::text as week from collected_age`,
  )
  for (const [what, damage] of Object.entries(AGE_DAMAGE)) {
    await mirror.db.execute(damage)
    expect(await sums(), what).not.toEqual(before)
    mirror.clock.now = new Date(mirror.clock.now.getTime() + 3_600_000)
    expect(await round(mirror), what).toHaveLength(1)
    expect(await sums(), what).toEqual(before)
    expect(await round(mirror), what).toEqual([])
  }
  const moved = (await begun()).filter(({ at }, nth) => at !== first[nth]?.at)
  expect(moved.map(({ week }) => week)).toEqual([newest?.week])
})

test('repairs aggregates when a worker starts, and tells operators on the Sources page', async () => {
  const mirror = await startReadMirror()
  const before = await mirrorContent(mirror.db)
  await mirror.db.execute(DAMAGE['a week with a wrong count'])
  const stop = new AbortController()
  const notes: string[] = []
  const ended = runWorker({
    ...mirror,
    signal: stop.signal,
    now: () => mirror.clock.now,
    onNote: (line) => notes.push(line),
  })
  onTestFinished(async () => {
    stop.abort(new Error('stopped by the test'))
    await ended
  })
  await expect.poll(() => mirrorContent(mirror.db), { interval: 200 }).toEqual(before)
  await expect.poll(() => notes.join(' ')).toContain('did not match their rows')
  readFrom(mirror)
  const { sources } = await sourcesHealth(operator, mirror.clock.now)
  const told = sources.flatMap(({ notices }) => notices.map(({ message }) => message))
  expect(told).toContainEqual(
    expect.stringMatching(/^The totals of \d+ days? of billing periods didn’t match their rows/),
  )
})
