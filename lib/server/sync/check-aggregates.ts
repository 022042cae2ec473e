import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { spanOf } from '#lib/server/lists/aggregates.ts'
import { refreshAggregates } from './aggregates.ts'
import { readFact, writeFact } from './facts.ts'
import { lockList, moveVersion } from './run-stamp.ts'
import { type MirrorTable, ofSource, tableOf } from './tables.ts'
import type { ListName } from './windows.ts'

/**
 * The number of days of a list whose aggregates differed from their rows and were recomputed, and the day it
 * last happened.
 */
export type RepairFact = { days: number; on: Day }

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
  if (!table.hasSource) aggregates.push('collection_week')
  const kept = aggregates.map((name) => first(name, 'day', sql`true`))
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
  now: Date,
): Promise<number> {
  const part = day === null ? null : spanOf('year', day)
  // The first comparison needs no lock: each statement sees rows and aggregates of the same commit.
  if ((await differingDays(db, list, part)).size === 0) return 0
  return transact(db, async (tx) => {
    await lockList(tx, list)
    const days = await differingDays(tx, list, part)
    if (days.size === 0) return 0
    await refreshAggregates(tx, tableOf(list.resource), list.source, days)
    const key = { ...list, fact: 'aggregates_repaired' }
    const former = await readFact<RepairFact>(tx, key)
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
): Promise<Set<Day | null>> {
  const table = tableOf(resource)
  const within = (column: string) =>
    part === null
      ? sql`${sql.raw(column)} is null`
      : sql`${sql.raw(column)} >= ${part.from} and ${sql.raw(column)} < ${part.before}`
  const own = ofSource(table, source)
  const pairs = [
    { kept: 'day', derived: ofRows(table, sql`gone_at is null and ${own} and ${within(table.dayColumn)}`) },
    {
      kept: 'week',
      derived: ofFiner(table, 'day', sql`date_trunc('week', day)::date`, sql`${own} and ${within('day')}`),
    },
    { kept: 'year', derived: ofFiner(table, 'week', YEAR, sql`${own} and ${within('day')}`) },
  ]
  const differing = pairs.map(({ kept, derived }) => {
    const stored = sql`select ${namesOf(table)}, count, amount, unknown_amounts
      from ${sql.raw(`${table.table}_${kept}`)} where ${own} and ${within('day')}`
    return sql`((${derived} except ${stored}) union all (${stored} except ${derived}))`
  })
  const found = await rows<{ day: Day | null }>(
    tx,
    sql`select distinct day::text as day from (${sql.join(differing, sql` union all `)}) as differing`,
  )
  const days = new Set(found.map(({ day }) => day))
  if (table.table === 'billing_period' && part !== null)
    for (const day of await differingCollections(tx, within('day'))) days.add(day)
  return days
}

/** SQL for the first Monday of the ISO year that the Monday `day` belongs to. */
const YEAR = sql`date_trunc('week', make_date(extract(isoyear from day)::int, 1, 4))::date`

function namesOf(table: MirrorTable): SQL {
  return sql.raw(['day', 'currency', 'funding_source', ...Object.keys(table.groups)].join(', '))
}

function ofRows(table: MirrorTable, where: SQL): SQL {
  const groups = Object.values(table.groups)
  const columns = sql.join(
    [sql.raw(`${table.dayColumn} as day, currency, funding_source`), ...groups],
    sql`, `,
  )
  const places = Array.from({ length: 3 + groups.length }, (_, at) => at + 1).join(', ')
  return sql`select ${columns}, count(*), coalesce(sum(amount), 0), count(*) filter (where amount is null)
    from ${sql.raw(table.table)} where ${where} group by ${sql.raw(places)}`
}

function ofFiner(table: MirrorTable, finer: 'day' | 'week', firstDay: SQL, where: SQL): SQL {
  const names = sql.raw(['currency', 'funding_source', ...Object.keys(table.groups)].join(', '))
  const places = Array.from({ length: 3 + Object.keys(table.groups).length }, (_, at) => at + 1).join(', ')
  return sql`select ${firstDay}, ${names}, sum(count), sum(amount), sum(unknown_amounts)
    from ${sql.raw(`${table.table}_${finer}`)} where ${where} group by ${sql.raw(places)}`
}

/** Returns the weeks whose sums over all funding sources differ from the week's aggregates. */
async function differingCollections(tx: Executor, within: SQL): Promise<Day[]> {
  const kept = sql`select day, sum->>0 as currency, sum->>1 as status, (sum->>2)::numeric as count,
      (sum->>3)::numeric as amount, (sum->>4)::numeric as unknown_amounts
    from collection_week, lateral json_array_elements(sums) as sum where ${within}`
  const derived = sql`select day, currency, status, sum(count), sum(amount), sum(unknown_amounts)
    from billing_period_week where ${within} group by 1, 2, 3`
  const found = await rows<{ day: Day }>(
    tx,
    sql`select distinct day::text as day
      from ((${kept} except ${derived}) union all (${derived} except ${kept})) as differing`,
  )
  return found.map(({ day }) => day)
}
