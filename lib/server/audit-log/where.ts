import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { AuditFilters } from '#lib/audit/filters.ts'
import { env } from '#lib/server/config/env.ts'
import { allOf, holdsWords, type Predicate, textArray } from '#lib/server/lists/predicates.ts'

/** Returns the SQL condition for the filters. Days are in the business time zone. */
export function auditWhere(filters: Omit<AuditFilters, 'sort'>): SQL {
  const zone = env().timeZone
  return allOf([
    byActor(filters.actor),
    oneOfTexts(sql`action`, filters.action),
    oneOfTexts(sql`outcome`, filters.outcome),
    oneOfTexts(sql`subject`, filters.subject),
    filters.from === null ? null : sql`at >= ${filters.from}::date::timestamp at time zone ${zone}`,
    filters.to === null ? null : sql`at < (${filters.to}::date + 1)::timestamp at time zone ${zone}`,
    filters.search === null
      ? null
      : holdsWords(sql`concat_ws(chr(1), actor_name, action, subject, details, request_id)`, filters.search),
  ])
}

/** Matches people and integrations by id, and the system and anonymous visitors by kind. */
function byActor(actors: readonly string[]): Predicate {
  if (actors.length === 0) return null
  const chosen = textArray(actors)
  return sql`(actor_id = any(${chosen}) or (actor_id is null and actor_kind = any(${chosen})))`
}

function oneOfTexts(column: SQL, values: readonly string[]): Predicate {
  return values.length === 0 ? null : sql`${column} = any(${textArray(values)})`
}
