import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { Source } from '#lib/sources.ts'

/** Something Furrow learned about a list; `resource` 'all': about the source. */
export type Fact = { source: Source; resource: string; fact: string; value: Record<string, unknown> }

/** Every fact, without the ids of rows that are held back or in doubt: these may be thousands a week. */
export function readFacts(tx: Executor): Promise<Fact[]> {
  return rows<Fact>(
    tx,
    sql`select source, resource, fact, value - '{ids,awaited,doubled}'::text[] as value from source_fact order by source, resource, fact`,
  )
}

/** Facts whose name begins with `prefix:`, each with what follows it. */
export function factsNamed(facts: readonly Fact[], prefix: string): { subject: string; fact: Fact }[] {
  return facts.flatMap((fact) =>
    fact.fact.startsWith(`${prefix}:`) ? [{ subject: fact.fact.slice(prefix.length + 1), fact }] : [],
  )
}

/** A number in a fact; 0 where it holds none. */
export function numberIn(fact: Fact, name: string): number {
  const value = fact.value[name]
  return typeof value === 'number' ? value : 0
}
