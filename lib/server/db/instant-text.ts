import 'server-only'
import { type SQL, sql } from 'drizzle-orm'

/** SQL expression for an instant column as ISO text in UTC, with milliseconds. */
export function instantText(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
