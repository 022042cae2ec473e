import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import type { Resource, Source } from '#lib/sources.ts'

/**
 * Key of one value that Furrow learned about a list, or about a whole source (`all`). Values hold no secrets.
 */
export type FactKey = { source: Source; resource: Resource | 'all'; fact: string }

/** Reads a fact, with the time it was learned in epoch milliseconds; null if the fact is unknown. */
export async function readFact<Value>(
  db: Executor,
  key: FactKey,
): Promise<{ value: Value; at: number } | null> {
  const [found] = await rows<{ value: Value; at: number }>(
    db,
    sql`select value, (extract(epoch from at) * 1000)::float8 as at from source_fact
      where source = ${key.source} and resource = ${key.resource} and fact = ${key.fact}`,
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
