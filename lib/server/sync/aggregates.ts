import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { type Level, spanOf } from '#lib/server/lists/aggregates.ts'
import type { Source } from '#lib/sources.ts'
import { type MirrorTable, ofSource } from './tables.ts'
import { UNPAID_COLUMNS, unpaidOfRows } from './unpaid.ts'

/**
 * Recomputes the aggregates of the given days from their rows, then those of their weeks and years from the
 * finer level. The caller holds the list's lock, so no other run recomputes the same week or year meanwhile.
 */
export async function refreshAggregates(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  days: ReadonlySet<Day | null>,
): Promise<void> {
  if (days.size === 0) return
  await refreshDays(tx, table, source, days)
  if (table.table === 'billing_period') await refreshUnpaid(tx, days)
  await refreshSpans(tx, { table, source, finer: 'day', level: 'week' }, days)
  await refreshSpans(tx, { table, source, finer: 'week', level: 'year' }, days)
  if (table.table === 'billing_period') await refreshCollections(tx, days)
}

async function refreshDays(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  days: ReadonlySet<Day | null>,
): Promise<void> {
  const { dayColumn } = table
  const groups = Object.entries(table.groups)
  const names = sql.raw(groups.map(([name]) => name).join(', '))
  const folded = groups.map(([name, fold]) => sql`${fold} as ${sql.raw(`${name}_group`)}`)
  await tx.execute(sql`
    with stale as (delete from ${sql.raw(`${table.table}_day`)} where ${onDays('day', days)} and ${ofSource(table, source)})
    insert into ${sql.raw(`${table.table}_day`)}
      (${sql.raw(table.hasSource ? 'source, ' : '')}day, currency, funding_source, ${names}, count, amount, unknown_amounts)
    select ${table.hasSource ? sql`${source}, ` : sql``}${sql.raw(dayColumn)}, currency, funding_source, ${sql.join(folded, sql`, `)},
      count(*), coalesce(sum(amount), 0), count(*) filter (where amount is null)
    from ${sql.raw(table.table)}
    where ${onDays(dayColumn, days)} and gone_at is null and ${ofSource(table, source)}
    group by ${sql.raw(dayColumn)}, currency, funding_source, ${sql.raw(groups.map(([name]) => `${name}_group`).join(', '))}`)
}

/** Recomputes what is outstanding of the periods that start on the given days, by end day. */
async function refreshUnpaid(tx: Executor, days: ReadonlySet<Day | null>): Promise<void> {
  await tx.execute(sql`
    with stale as (delete from unpaid_day where ${onDays('day', days)})
    insert into unpaid_day (${UNPAID_COLUMNS}, count, amount, unknown_amounts)
    ${unpaidOfRows(onDays('start_date', days))}`)
}

/** Matches the given days in a column; null: rows without a day. */
function onDays(column: string, days: ReadonlySet<Day | null>): SQL {
  const dated = [...days].filter((day) => day !== null)
  const isDated = sql`${sql.raw(column)} = any(${sql.param(dated)}::date[])`
  return days.has(null) ? sql`(${isDated} or ${sql.raw(column)} is null)` : isDated
}

type Refreshed = { table: MirrorTable; source: Source; finer: Level; level: Level }

/** Recomputes the weeks or years that contain the given days, and the aggregate without a day. */
async function refreshSpans(
  tx: Executor,
  { table, source, finer, level }: Refreshed,
  days: ReadonlySet<Day | null>,
): Promise<void> {
  const [whole, parts] = [finer, level].map((each) => sql.raw(`${table.table}_${each}`)).toReversed()
  const names = sql.raw(['currency', 'funding_source', ...Object.keys(table.groups)].join(', '))
  const own = table.hasSource ? sql`${source}, ` : sql``
  const spans = spansOf(level, days)
  const firstDays = sql`${sql.param(spans.map(({ from }) => from))}::date[]`
  const replace = (whereStale: SQL, firstDay: SQL, from: SQL) =>
    tx.execute(sql`
      with stale as (delete from ${whole} where ${whereStale} and ${ofSource(table, source)})
      insert into ${whole} (${sql.raw(table.hasSource ? 'source, ' : '')}day, ${names}, count, amount, unknown_amounts)
      select ${own}${firstDay}, ${names}, sum(count), sum(amount), sum(unknown_amounts)
      from ${parts} ${from} and ${ofSource(table, source)} group by ${firstDay}, ${names}`)
  if (spans.length > 0)
    await replace(
      sql`day = any(${firstDays})`,
      sql`span.first_day`,
      sql`join unnest(${firstDays}, ${sql.param(spans.map(({ before }) => before))}::date[]) as span (first_day, before)
        on day >= span.first_day and day < span.before where true`,
    )
  if (days.has(null)) await replace(sql`day is null`, sql`day`, sql`where day is null`)
}

/** Recomputes the collection sums, over all funding sources, of the weeks that contain the given days. */
async function refreshCollections(tx: Executor, days: ReadonlySet<Day | null>): Promise<void> {
  const mondays = sql`${sql.param(spansOf('week', days).map(({ from }) => from))}::date[]`
  await tx.execute(sql`
    with emptied as (delete from collection_week as of_week where day = any(${mondays})
      and not exists (select from billing_period_week as kept where kept.day = of_week.day))
    insert into collection_week (day, sums)
    select day, json_agg(json_build_array(currency, status, count, amount::text, unknown_amounts)
      order by currency collate "C", status collate "C")
    from (
      select day, currency, status, sum(count) as count, sum(amount) as amount, sum(unknown_amounts) as unknown_amounts
      from billing_period_week where day = any(${mondays}) group by day, currency, status
    ) as of_all group by day
    on conflict (day) do update set sums = excluded.sums
      where collection_week.sums::text <> excluded.sums::text`)
}

/** Returns the weeks or years that contain the given days, each once. */
function spansOf(level: Level, days: ReadonlySet<Day | null>): { from: Day; before: Day }[] {
  const spans = [...days].filter((day) => day !== null).map((day) => spanOf(level, day))
  return [...new Map(spans.map((span) => [span.from, span])).values()]
}
