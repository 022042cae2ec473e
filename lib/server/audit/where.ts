import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { AuditFilters } from '#lib/audit/filters.ts'
import { env } from '../env.ts'
import { allOf, type Predicate, textArray } from '../predicates.ts'

/** The events that the filters ask for. Days are those of the business time zone. */
export function auditWhere(filters: Omit<AuditFilters, 'sort'>): SQL {
  const zone = env().timeZone
  return allOf([
    oneOfTexts(sql`coalesce(actor_id, actor_kind)`, filters.actor),
    oneOfTexts(sql`action`, filters.action),
    oneOfTexts(sql`outcome`, filters.outcome),
    oneOfTexts(sql`subject`, filters.subject),
    filters.from === null ? null : sql`at >= ${filters.from}::date::timestamp at time zone ${zone}`,
    filters.to === null ? null : sql`at < (${filters.to}::date + 1)::timestamp at time zone ${zone}`,
    searched(filters.search),
  ])
}

function oneOfTexts(column: SQL, values: readonly string[]): Predicate {
  return values.length === 0 ? null : sql`${column} = any(${textArray(values)})`
}

function searched(search: string | null): Predicate {
  if (search === null) return null
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`concat_ws(' ', actor_name, action, subject, details, request_id) ilike ${pattern}`
}
