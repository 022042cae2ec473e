import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { mondayOf } from '#lib/server/collections/weekly.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { Calendar } from './compare.ts'
import { SHOWN_EVERY } from './line.ts'

/** PostgreSQL with its own time zones and ISO weeks, and the Monday as the weekly figures compute it. */
export function sqlCalendar(tx: Executor): Calendar {
  return {
    name: 'SQL',
    digest: async (instants, zone) => {
      const [found] = await rows<{ digest: string }>(
        tx,
        sql`select encode(sha256(convert_to(string_agg(line, chr(10) order by place), 'UTF8')), 'hex') as digest
          from (${linesOf(instants, zone)}) as own`,
      )
      return found?.digest ?? ''
    },
    lines: async (instants, zone) => {
      const found = await rows<{ line: string }>(tx, sql`${linesOf(instants, zone)} order by place`)
      return found.map(({ line }) => line)
    },
  }
}

/** Leaves out the day of an instant that a filter by day, which compares with the start of the day, would miss. */
function linesOf(instants: readonly number[], zone: string): SQL {
  const begins = (day: SQL) => sql`(${day})::timestamp at time zone ${zone}`
  return sql`
    select place, concat_ws(' ', case when at >= ${begins(sql`day`)} and at < ${begins(sql`day + 1`)} then day end,
      to_char(day, 'IYYY-"W"IW'), date_trunc('week', wall)::date, ${mondayOf(sql`day`)} + 6,
      case when (place - 1) % ${sql.raw(String(SHOWN_EVERY))} = 0 then to_char(wall, 'YYYY-MM-DD HH24:MI') end) as line
    from (
      select place, at, at at time zone ${zone} as wall, (at at time zone ${zone})::date as day
      from (
        select place, timestamptz 'epoch' + ms * interval '1 millisecond' as at
        from unnest(${sql.param([...instants])}::bigint[]) with ordinality as asked(ms, place)
      ) as instant
    ) as placed`
}
