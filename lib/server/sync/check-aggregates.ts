import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { spanOf } from '#lib/server/lists/aggregates.ts'
import { refreshAggregates } from './aggregates.ts'
import { differingAges, observeAnew } from './collected-ages.ts'
import { derivations, differingCollections, groupColumns } from './derived-aggregates.ts'
import { factSchema, readFact, writeFact } from './facts.ts'
import { lockList, moveVersion } from './run-stamp.ts'
import { ofSource, tableOf } from './tables.ts'
import { differingUnpaid } from './unpaid.ts'
import type { ListName } from './windows.ts'

/**
 * The number of days of a list whose aggregates differed from their rows and were recomputed, and the day it
 * last happened.
 */
export const repairFactSchema = factSchema(z.object({ days: z.int(), on: z.string() }))
type RepairFact = z.infer<typeof repairFactSchema>['value']

/** One ISO year of a list, or its rows without a day (null). */
type Part = { from: Day; before: Day } | null

/**
 * Returns the first day on or after `from` that has a row or an aggregate in the list; null if there is none.
 */
export async function nextDay(db: Executor, list: ListName, from: Day): Promise<Day | null> {
  const table = tableOf(list.resource)
  const first = (name: string, column: string, also: SQL) =>
    sql`select min(${sql.raw(column)}) as day from ${sql.raw(name)}
      where ${sql.raw(column)} >= ${from} and ${ofSource(table, list.source)} and ${also}`
  const aggregates = ['day', 'week', 'year'].map((level) => `${table.table}_${level}`)
  if (!table.hasSource) aggregates.push('collection_week', 'unpaid_day')
  const kept = aggregates.map((name) => first(name, 'day', sql`true`))
  if (!table.hasSource) kept.push(first('collected_age', 'week', sql`true`))
  const [found] = await rows<{ day: Day | null }>(
    db,
    sql`select min(day)::text as day from (${sql.join(
      [first(table.table, table.dayColumn, sql`gone_at is null`), ...kept],
      sql` union all `,
    )}) as days`,
  )
  return found?.day ?? null
}

/**
 * Compares one ISO year's aggregates with their rows, and recomputes those that differ in one transaction
 * under the list's lock.
 * @param day any day of the year; null: the rows without a day
 * @returns the number of days recomputed; 0 if all aggregates agree
 */
export async function repairAggregates(
  db: Database,
  list: ListName,
  day: Day | null,
  { now, today }: { now: Date; today: Day },
): Promise<number> {
  const part = day === null ? null : spanOf('year', day)
  // The first comparison needs no lock: each statement sees rows and aggregates of the same commit.
  if ((await differingDays(db, list, part, today)).size === 0) return 0
  return transact(db, async (tx) => {
    await lockList(tx, list)
    const days = await differingDays(tx, list, part, today)
    if (days.size === 0) return 0
    const table = tableOf(list.resource)
    await refreshAggregates(tx, table, list.source, days)
    if (table.table === 'billing_period' && part !== null) {
      const weeks = await differingAges(tx, withinPart(part), today)
      if (weeks.length > 0) await observeAnew(tx, weeks, { today, now })
    }
    const key = { ...list, fact: 'aggregates_repaired' }
    const former = await readFact(tx, key, repairFactSchema)
    const fact: RepairFact = {
      days: (former?.value.days ?? 0) + days.size,
      on: now.toISOString().slice(0, 10),
    }
    await writeFact(tx, key, fact, now)
    await moveVersion(tx, list)
    return days.size
  })
}

async function differingDays(
  tx: Executor,
  { source, resource }: ListName,
  part: Part,
  today: Day,
): Promise<Set<Day | null>> {
  const table = tableOf(resource)
  const within = withinPart(part)
  const own = ofSource(table, source)
  const differing = derivations(table, own, within).map(({ level, derived }) => {
    const stored = sql`select ${groupColumns(table)}, count, amount, unknown_amounts
      from ${sql.raw(`${table.table}_${level}`)} where ${own} and ${within('day')}`
    return sql`((${derived} except ${stored}) union all (${stored} except ${derived}))`
  })
  const found = await rows<{ day: Day | null }>(
    tx,
    sql`select distinct day::text as day from (${sql.join(differing, sql` union all `)}) as differing`,
  )
  const days = new Set(found.map(({ day }) => day))
  if (table.table === 'billing_period') {
    for (const day of await differingUnpaid(tx, within)) days.add(day)
    if (part !== null) {
      for (const day of await differingCollections(tx, within('day'))) days.add(day)
      for (const week of await differingAges(tx, within, today)) days.add(week)
    }
  }
  return days
}

/** Makes the condition that restricts a column of days to a part. */
function withinPart(part: Part): (column: string) => SQL {
  return (column) =>
    part === null
      ? sql`${sql.raw(column)} is null`
      : sql`${sql.raw(column)} >= ${part.from} and ${sql.raw(column)} < ${part.before}`
}
