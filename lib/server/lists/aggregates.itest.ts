import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { FUNNEL_STATES } from '#lib/invoices/status.ts'
import { sumMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { billingPeriodAggregates, billingPeriodWhere } from '#lib/server/billing-periods/query.ts'
import { splitByCurrency } from '#lib/server/collections/sums.ts'
import { weeklySums } from '#lib/server/collections/weekly.ts'
import { readSnapshot, rows } from '#lib/server/db/client.ts'
import { invoiceAggregates, invoiceWhere } from '#lib/server/invoices/query.ts'
import { refreshAggregates } from '#lib/server/sync/aggregates.ts'
import { tableOf } from '#lib/server/sync/tables.ts'
import { keptAggregates, levelsOfRow } from '#lib/testing/aggregate-oracle.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { totalsOfAggregates, totalsOfRows } from './totals.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

// Three years, one of them with 53 weeks.
const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2019-12-15', days))
const bound = fc.option(day, { nil: null, freq: 3 })
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const attributed = {
  currency: nullable(fc.constantFrom('NGN', 'KES')),
  amount: nullable(fc.constantFrom('-5', '0.10', '1.50', '12345678901234567890.123')),
  fundingSource: nullable(fc.constantFrom('AGRI-1', 'AGRI-2')),
  goneAt: nullable(fc.constant('2026-03-05T00:00:00Z')),
}
const periods = fc.array(
  fc.record({
    ...attributed,
    startDate: nullable(day),
    status: fc.constantFrom('PENDING', 'PAYMENT_COMPLETE', 'ODD', null),
  }),
  { minLength: 10, maxLength: 60 },
)
const invoices = fc.array(
  fc.record({
    ...attributed,
    issuedOn: nullable(day),
    state: fc.constantFrom('paid', 'odd', null),
    funnelState: fc.constantFrom('sent', 'odd', null),
  }),
  { minLength: 10, maxLength: 60 },
)
const viewers = fc.constantFrom(operator, financier('AGRI-1'), financier('AGRI-1', 'AGRI-2'), financier())
const asked = fc.record({
  from: bound,
  to: bound,
  currency: fc.subarray(['NGN', 'KES']),
  funding_source: fc.subarray(['AGRI-1', '(unassigned)']),
})

/** Normalises the scale, which a part without any amount cannot know. */
const exact = (totals: readonly { amount: string | null }[]) =>
  totals.map((total) => ({ ...total, amount: total.amount && sumMoney([total.amount]) }))

test('billing periods: weeks, years and edge days of a range add up to its rows, in every scope', async () => {
  const noFilters = parseParams(billingPeriodFilters, new URLSearchParams())
  const statuses = fc.subarray(['PENDING', 'OTHER'] as const)
  await fc.assert(
    fc.asyncProperty(periods, asked, statuses, viewers, async (found, query, status, viewer) => {
      await putPeriods(
        own.db,
        found.map((fields, at) => period(String(at), fields)),
      )
      const { from, to, ...chosen } = query
      const filters = { ...noFilters, ...chosen, status, start_from: from, start_to: to }
      const carried = billingPeriodAggregates(viewer, filters)
      if (!carried) throw new Error('the aggregates carry these filters')
      const where = billingPeriodWhere(viewer, { ...filters, status: [] })
      const [sums, ofRows, weekly, weeklyOfRows] = await readSnapshot(viewer, async ({ tx }) => [
        await totalsOfAggregates(tx, carried),
        await totalsOfRows(tx, sql`billing_period`, billingPeriodWhere(viewer, filters)),
        splitByCurrency(await weeklySums(tx, viewer, { ...chosen, from, to }), { ...chosen, from, to }).sums,
        await rows<{ amount: string }>(
          tx,
          sql`select date_trunc('week', start_date::timestamp)::date::text as group, currency,
              case when status in ('PENDING', 'PAYMENT_COMPLETE') then status else 'OTHER' end as status,
              count(*)::int as count, coalesce(sum(amount), 0)::text as amount,
              count(*) filter (where amount is null)::int as "unknownAmounts"
            from billing_period where ${where} and start_date is not null group by 1, 2, 3
            order by 1, currency collate "C" nulls last, 3`,
        ),
      ])
      expect(exact(sums)).toEqual(exact(ofRows))
      expect(exact(weekly)).toEqual(exact(weeklyOfRows))
    }),
    { numRuns: 60 },
  )
})

test('invoices: weeks, years and edge days add up to the rows, stages of payment links included', async () => {
  const noFilters = parseParams(invoiceFilters, new URLSearchParams())
  const funnel = fc.subarray(['sent', FUNNEL_STATES[2], 'other'] as const)
  await fc.assert(
    fc.asyncProperty(invoices, asked, funnel, viewers, async (found, query, funnel_state, viewer) => {
      await putInvoices(
        own.db,
        found.map((fields, at) => anInvoice(at % 4 ? 'payment-links' : 'hello-tractor', String(at), fields)),
      )
      const { from, to, ...chosen } = query
      const range = { issued_from: from, issued_to: to }
      const filters = { ...noFilters, ...chosen, ...range, funnel_state, source: 'payment-links' as const }
      const { sort: _, ...filtersOnly } = filters
      const carried = invoiceAggregates(viewer, filtersOnly)
      if (!carried) throw new Error('the aggregates carry these filters')
      const [sums, ofRows] = await readSnapshot(viewer, async ({ tx }) => [
        await totalsOfAggregates(tx, carried),
        await totalsOfRows(tx, sql`invoice`, invoiceWhere(viewer, filtersOnly)),
      ])
      expect(exact(sums ?? [])).toEqual(exact(ofRows ?? []))
    }),
    { numRuns: 40 },
  )
})

/** Returns the aggregates that differ from the sums of their rows, with amounts as numbers. */
async function wrongAggregates(): Promise<unknown[]> {
  return rows(
    own.db,
    sql`select level, day, currency, funding_source from (
        select level, day, currency, levels.funding_source, 1 as count, coalesce(amount, 0) as amount
        from (select currency, amount, start_date as own_day, funding_source as own_fund from billing_period
          where gone_at is null) as listed, lateral ${levelsOfRow('billing_period')}
        union all select level, day, currency, funding_source, -count, -amount from (${keptAggregates('billing_period')}) as kept
      ) as both_ways group by 1, 2, 3, 4 having sum(count) <> 0 or sum(amount) <> 0`,
  )
}

test('changed days update their weeks and years, and a second refresh rewrites no week', async () => {
  const table = tableOf('billing-periods')
  const written = () =>
    rows(own.db, sql`select day, xmin::text from collection_week order by collection_week.day`)
  await fc.assert(
    fc.asyncProperty(periods, fc.array(nullable(day), { maxLength: 5 }), async (found, moves) => {
      await putPeriods(
        own.db,
        found.map((fields, at) => period(String(at), fields)),
      )
      const changed = new Set<Day | null>()
      for (const [at, moved] of moves.entries()) {
        const former = await rows<{ day: Day | null }>(
          own.db,
          sql`select start_date::text as day from billing_period where id = ${String(at)}`,
        )
        await own.db.execute(sql`update billing_period set start_date = ${moved} where id = ${String(at)}`)
        for (const each of [moved, former[0]?.day ?? null]) changed.add(each)
      }
      await refreshAggregates(own.db, table, 'hello-tractor', changed)
      expect(await wrongAggregates()).toEqual([])
      const before = await written()
      await refreshAggregates(own.db, table, 'hello-tractor', changed)
      expect(await written()).toEqual(before)
    }),
    { numRuns: 30 },
  )
})
