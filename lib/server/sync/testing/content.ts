import 'server-only'
import { sql } from 'drizzle-orm'
import { type Database, rows } from '#lib/server/db/client.ts'

const TABLES = [
  ...[
    'billing_period',
    'billing_period_day',
    'billing_period_week',
    'billing_period_year',
    'collection_week',
  ],
  ...['invoice', 'invoice_day', 'invoice_week', 'invoice_year'],
]
/** Times of a run and the order of its windows differ between two mirrors of one upstream. */
const OWN_OF_A_RUN = '{search_text,changed_at,first_seen_at}'

/** How many rows each table of a mirror has, with a checksum of what they say: alike for two mirrors of one upstream. */
export async function mirrorContent(db: Database): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const table of TABLES) {
    const [found] = await rows<{ content: string }>(
      db,
      sql`select count(*) || ' ' || md5(coalesce(string_agg(line, '|' order by line collate "C"), '')) as content
        from (select (to_jsonb(t) - ${OWN_OF_A_RUN}::text[])::text as line from ${sql.raw(table)} as t) as lines`,
    )
    content[table] = found?.content ?? ''
  }
  return content
}

/** The windows of each list that a mirror has, by state. */
export function windowStates(db: Database): Promise<{ list: string; state: string; windows: number }[]> {
  return rows(
    db,
    sql`select source || ' ' || resource as list, state, count(*)::int as windows from sync_window
      group by 1, 2 order by 1, 2`,
  )
}
