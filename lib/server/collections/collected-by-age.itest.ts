import { afterAll, beforeAll, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { collectedByAgeSchema } from '#lib/collections/triangle-schema.ts'
import { cellHref } from '#lib/collections/triangle-table.ts'
import { compareMoney, sumMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { applyRun } from '#lib/server/sync/apply.ts'
import { toMirrorRow } from '#lib/server/sync/row.ts'
import { ensureWindows, loadWindows } from '#lib/server/sync/windows.ts'
import { toBillingPeriod } from '#lib/server/upstream/hello-tractor/map.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createRandom, type Random } from '#lib/testing/simulation/random.ts'
import { collectedByAge } from './collected-by-age.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
const FIRST: Day = '2026-08-03'
const WEEKS = Array.from({ length: 7 }, (_, at) => addDays(FIRST, 7 * at))
const LAGOS = { zone: 'Africa/Lagos', offsetMs: 3_600_000 }
const DAY_MS = 86_400_000
const FUNDS = ['AGRI-1', 'AGRI-2']
const NOW = new Date('2026-11-25T09:00:00Z')

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

type Row = { id: string; day: Day; status: string; currency: string; amount: string; fund: string }
/** What a run stored: a row as it was then, and when Furrow had last seen it as it was before. */
type Stored = { at: number; since: number | null; row: Row }

/** A source of invented rows, and the history that its runs leave in Furrow. */
class History {
  readonly rows = new Map<Day, Row[]>()
  readonly stored = new Map<string, Stored[]>()
  readonly firstComplete = new Map<Day, number>()
  readonly lastComplete = new Map<Day, number>()

  constructor(random: Random) {
    for (const week of WEEKS)
      this.rows.set(
        week,
        Array.from({ length: 6 }, (_, at) => this.newRow(random, week, at)),
      )
  }

  newRow(random: Random, week: Day, at: number): Row {
    return {
      id: `${week}-${at}`,
      day: addDays(week, at % 7),
      status: random.pick(['DRAFT', 'PENDING', 'PENDING', 'PAYMENT_COMPLETE']),
      currency: random.pick(['NGN', 'NGN', 'KES']),
      amount: `${random.int(1, 900)}.50`,
      fund: random.pick(FUNDS),
    }
  }

  change(random: Random): void {
    const week = random.pick(WEEKS)
    const rows = this.rows.get(week) ?? []
    if (random.chance(0.15)) rows.push(this.newRow(random, week, rows.length))
    const row = random.pick(rows)
    row.status = random.pick(['PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED'])
    if (random.chance(0.2)) row.amount = `${random.int(1, 900)}.25`
    if (random.chance(0.1)) row.currency = random.pick(['NGN', 'KES'])
  }

  /** Notes what a run that reads these rows of a week at an instant stores. */
  note(week: Day, rows: readonly Row[], at: number, isComplete: boolean): void {
    const complete = this.lastComplete.get(week) ?? null
    for (const row of rows) {
      const events = this.stored.get(row.id) ?? []
      const last = events.at(-1)
      if (last && JSON.stringify(last.row) === JSON.stringify(row)) continue
      const since = last ? Math.max(last.at, complete ?? 0) : complete
      this.stored.set(row.id, [...events, { at, since, row: { ...row } }])
    }
    if (!isComplete) return
    this.lastComplete.set(week, at)
    if (!this.firstComplete.has(week)) this.firstComplete.set(week, at)
  }

  /** What was paid of a week by an instant, and whether a change of it may lie on either side. */
  paidBy(week: Day, currency: string, fund: readonly string[], instant: number) {
    const worth = (row: Row | undefined) =>
      row?.status === 'PAYMENT_COMPLETE' && row.currency === currency && fund.includes(row.fund)
        ? row.amount
        : '0'
    let [amounts, count, isUncertain] = [[] as string[], 0, false]
    for (const [id, events] of this.stored) {
      if (!id.startsWith(week)) continue
      const then = events.findLast(({ at }) => at <= instant)
      amounts.push(worth(then?.row))
      if (worth(then?.row) !== '0') count += 1
      for (const [nth, event] of events.entries()) {
        const isAcross = event.since !== null && event.since <= instant && event.at > instant
        if (isAcross && worth(events[nth - 1]?.row) !== worth(event.row)) isUncertain = true
      }
    }
    return { amount: sumMoney(amounts), count, isUncertain }
  }
}

async function simulate(seed: number): Promise<History> {
  const random = createRandom(seed)
  const db = openDatabase(own.url, { max: 2 })
  const history = new History(random)
  try {
    await db.$client.query(`truncate billing_period, billing_period_version, billing_period_day, billing_period_week,
      billing_period_year, collection_week, collected_age, unpaid_day, contract, contract_pending, row_history,
      sync_window, source_fact`)
    await ensureWindows(db, LIST, FIRST, addDays(FIRST, 48), NOW)
    // The first weeks are several weeks old when Furrow reads them for the first time.
    let at = Date.parse('2026-08-25T06:00:00Z')
    for (const week of WEEKS.slice(0, 6)) {
      at += 60_000
      await run(db, history, { week, at, isComplete: true })
    }
    while (at < NOW.getTime() - 2 * DAY_MS) {
      for (let nth = random.int(0, 4); nth > 0; nth -= 1) history.change(random)
      at += random.int(1, 60) * 3_600_000
      await run(db, history, { week: random.pick(WEEKS), at, isComplete: random.chance(0.8) })
    }
  } finally {
    await db.$client.end()
  }
  return history
}

type Reading = { week: Day; at: number; isComplete: boolean }

async function run(db: ReturnType<typeof openDatabase>, history: History, { week, at, isComplete }: Reading) {
  const window = (await loadWindows(db, [LIST], FIRST)).find(({ fromDay }) => fromDay === week)
  if (!window) throw new Error(`There is no window ${week}`)
  const all = history.rows.get(week) ?? []
  const rows = isComplete ? all : all.slice(0, 3)
  const now = new Date(at)
  const none = { refused: [], reasons: [] }
  await applyRun(db, {
    window,
    origin: undefined,
    reading: {
      rows: rows.map(toRow),
      rejected: [],
      upstreamCount: rows.length,
      listedCount: rows.length,
      claims: {
        currency: { isComplete: true, byId: new Map(), asked: [], ...none },
        fundingSource: {
          isComplete: true,
          byId: new Map(rows.map(({ id, fund }) => [id, [fund]])),
          asked: FUNDS,
          ...none,
        },
      },
      isWholeChecked: isComplete,
      reasons: isComplete ? [] : [{ code: 'shifting' }],
    },
    startedAt: now,
    readAt: now,
    now: () => now,
    firstDay: FIRST,
    today: now.toISOString().slice(0, 10),
    timeZone: LAGOS.zone,
    dueAt: { settled: now, newDoubt: now, oldDoubt: now },
  })
  history.note(week, rows, at, isComplete)
}

function toRow({ id, day, status, currency, amount }: Row) {
  const record = toBillingPeriod({
    ...{ id, loanName: 'HT-1', start_date: day, end_date: addDays(day, 6) },
    ...{ status: { label: status }, currency, totalAmountIncMaintenanceFee: amount },
  })
  if (!record) throw new Error('The row was not read')
  return toMirrorRow(record)
}

/** The instant at which an age of a week ends, in Lagos. */
function endOf(week: Day, age: number): number {
  return Date.parse(`${addDays(week, 7 * (age + 2))}T00:00:00Z`) - LAGOS.offsetMs
}

const CASES = [
  { viewer: operator, filters: [], funds: FUNDS },
  { viewer: operator, filters: ['AGRI-2'], funds: ['AGRI-2'] },
  { viewer: financier('AGRI-1'), filters: [], funds: ['AGRI-1'] },
]

test('equals what runs stored by the end of each age, and each cell lists exactly what it adds up', async () => {
  const seen: Record<string, number> = {}
  for (const seed of [1, 2, 3]) {
    const history = await simulate(seed)
    for (const { viewer, filters, funds } of CASES) {
      const asked = { currency: [], funding_source: filters, from: FIRST, to: '2026-09-20' }
      const answer = collectedByAgeSchema.parse(await collectedByAge(viewer, asked, NOW))
      expect(answer.weeks.length).toBeGreaterThan(8)
      for (const week of answer.weeks) {
        const first = history.firstComplete.get(week.week) ?? Number.POSITIVE_INFINITY
        const last = history.lastComplete.get(week.week) ?? 0
        for (const cell of week.cells) {
          const about = `seed ${seed}, ${viewer.id}, ${week.week} ${week.currency}, age ${cell.age}`
          const end = endOf(week.week, cell.age)
          seen[cell.state] = (seen[cell.state] ?? 0) + 1
          if (first >= end) {
            expect(cell, about).toMatchObject({ state: 'not_observed', collected: null, count: null })
            continue
          }
          const paid = history.paidBy(week.week, week.currency, funds, end)
          const isRunning = end > NOW.getTime()
          const observed = paid.isUncertain ? 'uncertain' : last > end ? 'known' : 'not_read_since'
          expect(cell.state, about).toBe(isRunning ? 'running' : observed)
          expect(cell.count, about).toBe(paid.count)
          expect(compareMoney(cell.collected ?? '', paid.amount), about).toBe(0)
          const href = cellHref(cell, week, { fundingSources: filters, asOf: null })
          if (href === null) continue
          const search = new URL(href, 'http://furrow').searchParams
          const list = parseParams(billingPeriodFilters, search)
          const { totals } = await listBillingPeriods(viewer, { ...list, cursor: null, limit: 1 })
          const [total = { count: 0, amount: '0' }] = totals
          expect(total.count, about).toBe(cell.count)
          expect(compareMoney(total.amount ?? '0', cell.collected ?? ''), about).toBe(0)
          seen.linked = (seen.linked ?? 0) + 1
        }
      }
      const past = await collectedByAge(viewer, { ...asked, as_of: '2026-10-18' }, NOW)
      expect(past.today).toBe('2026-10-18')
      for (const { week, currency, collected, cells } of past.weeks) {
        const then = history.paidBy(week, currency, funds, Date.parse('2026-10-18T23:00:00Z'))
        expect(compareMoney(collected, then.amount)).toBe(0)
        expect(cells.at(-1)?.until).toBe('2026-10-18')
      }
    }
  }
  for (const state of ['known', 'uncertain', 'not_read_since', 'not_observed', 'linked'])
    expect(seen[state] ?? 0, state).toBeGreaterThan(20)
})
