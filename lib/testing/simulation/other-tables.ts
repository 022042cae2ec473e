import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'

/**
 * Runs statements that read another value for one column of a table. A temporary view hides the table, so
 * nothing may write to it meanwhile.
 * @param column `value` is an SQL expression
 */
export async function withColumn<Result>(
  tx: Executor,
  { table, name, value }: { table: string; name: string; value: string },
  run: () => Promise<Result>,
): Promise<Result> {
  const columns = await rows<{ column: string }>(
    tx,
    sql`select quote_ident(attname) as column from pg_attribute
      where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped order by attnum`,
  )
  const shown = columns.map(({ column }) => (column === name ? `${value} as ${column}` : column))
  await tx.execute(sql.raw(`create temp view ${table} as select ${shown.join(', ')} from public.${table}`))
  const result = await run()
  await tx.execute(sql.raw(`drop view pg_temp.${table}`))
  return result
}

/**
 * Runs statements that recompute a table, then puts back the former rows that `where` is true for.
 * @param where SQL condition that is true for a former row to keep, and for the row that replaced it
 */
export async function withFormerRows(
  tx: Executor,
  table: string,
  where: string,
  run: () => Promise<void>,
): Promise<void> {
  await tx.execute(sql.raw(`create temp table former_${table} as table ${table}`))
  await run()
  await tx.execute(sql.raw(`delete from ${table} where ${where}`))
  await tx.execute(sql.raw(`insert into ${table} select * from former_${table} where ${where}`))
  await tx.execute(sql.raw(`drop table former_${table}`))
}
