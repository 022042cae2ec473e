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
    'contract',
    'unpaid_day',
  ],
  ...['invoice', 'invoice_day', 'invoice_week', 'invoice_year'],
]
/**
 * Left out of the checksum: run times differ between two mirrors of one upstream, because their windows are
 * read in another order. `search_text` is derived from other columns.
 */
const OWN_OF_A_RUN = '{search_text,changed_at,first_seen_at,recorded_from,last_listed_at}'

/**
 * Returns the row count and a content checksum of each mirror table, equal for two mirrors of one upstream.
 */
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

/** Counts the windows of each list, by state. */
export function windowStates(db: Database): Promise<{ list: string; state: string; windows: number }[]> {
  return rows(
    db,
    sql`select source || ' ' || resource as list, state, count(*)::int as windows from sync_window
      group by 1, 2 order by 1, 2`,
  )
}
