import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'

/** A fact that Furrow learned about a list, or about the whole source if `resource` is 'all'. */
const factSchema = z.object({
  source: z.string(),
  resource: z.string(),
  fact: z.string(),
  value: z.record(z.string(), z.unknown()),
  at: z.string(),
})
export type Fact = z.infer<typeof factSchema>

/**
 * Reads every fact, without the ids of rows that are on hold or in doubt: these may be thousands per week.
 */
export function readFacts(tx: Executor): Promise<Fact[]> {
  return parsedRows(
    tx,
    sql`select source, resource, fact, value - '{ids,awaited,doubled}'::text[] as value,
        ${instantText(sql`at`)} as at from source_fact order by source, resource, fact`,
    factSchema,
  )
}

/** Returns the facts whose name begins with `prefix:`, each with the rest of its name. */
export function factsNamed(facts: readonly Fact[], prefix: string): { subject: string; fact: Fact }[] {
  return facts.flatMap((fact) =>
    fact.fact.startsWith(`${prefix}:`) ? [{ subject: fact.fact.slice(prefix.length + 1), fact }] : [],
  )
}

/** Returns a number of a fact; 0 if the fact lacks it. */
export function numberIn(fact: Fact, name: string): number {
  const value = fact.value[name]
  return typeof value === 'number' ? value : 0
}
