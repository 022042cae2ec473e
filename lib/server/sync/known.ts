import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { FilterName } from './lists.ts'
import { ofSource, tableOf } from './tables.ts'
import type { ListName } from './windows.ts'

/** Reads the stored values, by id, of a field that a filter determines. Rows without a value are left out. */
export async function readKnown(
  db: Executor,
  { source, resource }: ListName,
  column: FilterName,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const table = tableOf(resource)
  const name = sql.raw(column)
  const found = await rows<{ id: string; value: string }>(
    db,
    sql`select id, ${name} as value from ${sql.raw(table.table)}
      where id = any(${sql.param([...ids])}::text[]) and ${ofSource(table, source)}
        and ${name} is not null and gone_at is null`,
  )
  return new Map(found.map(({ id, value }) => [id, value]))
}
