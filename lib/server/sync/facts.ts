import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Executor } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { RESOURCES, SOURCES } from '#lib/sources.ts'

/**
 * Key of one value that Furrow learned about a list, or about a whole source (`all`). Values hold no secrets.
 */
export const factKeySchema = z.object({
  source: z.enum(SOURCES),
  resource: z.enum([...RESOURCES, 'all']),
  fact: z.string(),
})
export type FactKey = z.infer<typeof factKeySchema>

/** The schema of a fact with this value, for `readFact`. */
export function factSchema<Value>(value: z.ZodType<Value>) {
  return z.object({ value, at: z.number() })
}

/**
 * Reads a fact, with the time it was learned in epoch milliseconds; null if the fact is unknown.
 * @throws {UnexpectedRowError} when the stored value does not fit the schema
 */
export async function readFact<Value>(
  db: Executor,
  key: FactKey,
  schema: ReturnType<typeof factSchema<Value>>,
): Promise<{ value: Value; at: number } | null> {
  const [found] = await parsedRows(
    db,
    sql`select value, (extract(epoch from at) * 1000)::float8 as at from source_fact
      where source = ${key.source} and resource = ${key.resource} and fact = ${key.fact}`,
    schema,
  )
  return found ?? null
}

/** Stores a fact, replacing an earlier value. */
export async function writeFact(db: Executor, key: FactKey, value: unknown, at: Date): Promise<void> {
  await db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values (${key.source}, ${key.resource}, ${key.fact}, ${jsonText(value)}::jsonb, ${at.toISOString()})
    on conflict (source, resource, fact) do update set value = excluded.value, at = excluded.at`)
}

/** Deletes a fact that no longer holds. Does nothing if the fact is unknown. */
export async function clearFact(db: Executor, key: FactKey): Promise<void> {
  await db.execute(sql`
    delete from source_fact
    where source = ${key.source} and resource = ${key.resource} and fact = ${key.fact}`)
}
